import type { Migration } from '../migration.ts';

/** People are sought among people alone, who are a small part of what has a label. */
export const peopleSearch: Migration = {
  id: '0012',
  name: 'people_search',
  outsideTransaction: true,
  statements: [
    `create index concurrently if not exists entities_people on entities
  using gin (lower(label) gin_trgm_ops, lower(name) gin_trgm_ops) where entity_type = 'user'`,
  ],
};
