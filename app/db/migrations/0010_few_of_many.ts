import type { Migration } from '../migration.ts';

/** Indices for filters that find few among many, in the order of names (docs/decisions/025-one-statement-per-list.md). */
export const fewOfMany: Migration = {
  id: '0010',
  name: 'few_of_many',
  outsideTransaction: true,
  statements: ['create index concurrently if not exists entities_inactive on entities (entity_type, lower(label), id) where not is_active'],
};
