import { field, property, type RowOf } from '../ontology/pivot.ts';

/** What the list shows of a menu entry, under the names that its addresses use. */
export const columns = {
  label: field('label'),
  url: property('nav_item', 'url'),
  place: field('sortOrder'),
  active: field('isActive'),
  version: field('version'),
};

export type Entry = RowOf<typeof columns>;
