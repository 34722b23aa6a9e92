import type { Migration } from '../migration.ts';

/**
 * What earlier seed runs declared and wrote, per item, so that a later run can tell an
 * administrator's change from its own and leaves changed or deleted items alone
 * (docs/decisions/020-seeds-record-what-they-wrote.md).
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
    // No foreign key: the row outlives its entity and records that it was deleted.
    `comment on column ledger.seed_items.subject_id is 'the entity or relation that the item is or belongs to; kept after it is deleted'`,
    `comment on column ledger.seed_items.offered is 'digest of the declaration, days and references unresolved'`,
    `comment on column ledger.seed_items.written is 'digest of the value that was written; null when the item was there before the seed'`,
  ],
};
