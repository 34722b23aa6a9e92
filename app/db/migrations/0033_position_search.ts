import type { Migration } from '../migration.ts';

/** Positions are found by the search. Declared in app/positions. */
export const positionSearch: Migration = {
  id: '0033',
  name: 'position_search',
  statements: [
    String.raw`create index tor_function_search on entities
  using gin (lower(E'\x1f ' || label) gin_trgm_ops)
  where entity_type = 'tor_function'`,
  ],
};
