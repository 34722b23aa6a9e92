import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { isEntityType } from '../entity-properties.ts';
import type { Holdings } from './holdings.ts';
import { runningImports } from './running-store.ts';
import { neverTransferred } from './transfer.ts';

/**
 * Types with their counts, the last ten transfers and imports that run, in one statement.
 * @param hidden types that the reader may not see
 */
export async function readHoldings(db: Db, hidden: readonly string[]): Promise<Holdings> {
  const { rows } = await sql<Holdings>`select
    (select coalesce(json_agg(t order by t.type), '[]')
     from (select entity_type as type, sum(amount)::integer as count from entity_tallies
       where entity_type <> all (${[...neverTransferred, ...hidden]}::text[]) group by entity_type having sum(amount) > 0) t) as types,
    (select coalesce(json_agg(l order by l.seq::bigint desc), '[]') from (
       select l.seq::text as seq, l.at, l.action, l.outcome, coalesce(a.label, l.actor_name) as by, l.details
       from audit_log l left join entities a on a.id = l.actor_id and a.entity_type = 'user'
       where split_part(l.action, '.', 1) = 'data' order by l.seq desc limit 10) l) as transfers,
    ${runningImports} as running`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new TypeError('A query without conditions has one row.');
  return {
    ...row,
    transfers: row.transfers.map((transfer) => ({ ...transfer, at: new Date(transfer.at) })),
  };
}

/** Returns the types without entities that the app does not know either: probably misspelled. */
export async function unknownTypes(db: Db, types: readonly string[]): Promise<readonly string[]> {
  const strange = types.filter((type) => !isEntityType(type));
  if (strange.length === 0) return [];
  const { rows } = await sql<{ type: string }>`
    select type from unnest(${[...strange]}::text[]) type
    where not exists (select from entity_tallies t where t.entity_type = type group by t.entity_type having sum(t.amount) > 0)`.execute(
    db,
  );
  return rows.map(({ type }) => type);
}
