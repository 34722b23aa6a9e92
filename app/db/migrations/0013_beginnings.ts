import type { Migration } from '../migration.ts';

/**
 * How names, last words of names, user names and addresses of people begin, so that a search that finds thousands ends after a page
 * (docs/decisions/025-one-statement-per-list.md). In the order of bytes, in which all that begin alike are neighbours whatever the
 * database's own order is; each in the form in which app/ontology/pivot writes it.
 */
export const beginnings: Migration = {
  id: '0013',
  name: 'beginnings',
  outsideTransaction: true,
  statements: [
    `create index concurrently if not exists people_label_begins on entities (lower(label) collate "C", id) where entity_type = 'user'`,
    `create index concurrently if not exists people_last_word_begins
  on entities (lower(substring(label from '[^ ]+$')) collate "C", lower(label) collate "C", id) where entity_type = 'user'`,
    `create index concurrently if not exists people_name_begins on entities (lower(name) collate "C", id) where entity_type = 'user'`,
    `create index concurrently if not exists email_begins on entity_properties (lower("left"(value, 128)) collate "C", entity_id) where key = 'email'`,
  ],
};
