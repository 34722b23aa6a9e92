import type { Migration } from '../migration.ts';

/**
 * What earlier seedings declared and wrote, item by item, so that a later one can tell an administrator's change from its own words
 * and leaves alone what was changed or removed (docs/decisions/020-seeds-record-what-they-wrote.md).
 */
export const seedItems: Migration = {
  id: '0008',
  name: 'seed_items',
  statements: [
    `create table ledger.seed_items (
  kind       text not null check (kind in ('entity', 'property', 'relation', 'relation_property')),
  item       text not null,
  subject_id bigint not null,
  offered    text not null,
  written    text,
  primary key (kind, item)
)`,
    // No foreign key: a row outlives its entity and is how a deletion is remembered.
    `comment on column ledger.seed_items.subject_id is 'the entity or relation that the item is or belongs to; kept after it is deleted'`,
    `comment on column ledger.seed_items.offered is 'digest of the declaration, days and references unresolved'`,
    `comment on column ledger.seed_items.written is 'digest of the value that was written; null when the item was there before the seed'`,
  ],
};
