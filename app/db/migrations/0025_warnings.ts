import type { Migration } from '../migration.ts';

/** Warnings and their receipts are entities; these are what keeps them unique and quick to find. */
export const warnings: Migration = {
  id: '0025',
  name: 'warnings',
  statements: [
    // One active warning for each source and subject (spec warnings#raising).
    `create unique index warnings_active on entities ((properties ->> 'source_action'), (properties ->> 'dedup_key'))
  where entity_type = 'warning' and properties ->> 'status' = 'active'`,
    // Retention looks for what ended before a moment.
    `create index warning_receipts_ended on entities ((properties ->> 'status_at'), id)
  where entity_type = 'warning_receipt' and properties ->> 'status' in ('deleted', 'resolved')`,
  ],
};
