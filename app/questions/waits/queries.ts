import { sql } from 'kysely';
import type { Stores } from '../../relation-reads/index.ts';
import { isActiveCommittee } from '../../relation-reads/index.ts';
import { offeredCommittees } from '../committee-queries.ts';
import type { Named } from '../named.ts';
import type { Asker } from '../question.ts';
import type { ItemKind } from '../waiting-item.ts';
import { begunAt, itemLabel, itemsOf, kinds, since } from '../waiting-queries.ts';
import type { Wait } from './wait.ts';

/** The most steps of committees in an answer. */
const mostWaits = sql.lit(1000);

/** What a page of waits shows. */
export interface Waits {
  readonly offered: readonly Named[];
  readonly waits: readonly Wait[];
}

/**
 * Reads how long items waited at each step before they moved on, in the last days, and how long
 * those there have waited, in one statement (spec questions#waits).
 */
export async function readWaits(
  { db }: Pick<Stores, 'db'>,
  asker: Asker,
  { days, committee }: { readonly days: number; readonly committee: string | undefined },
): Promise<Waits> {
  const where = sql`${isActiveCommittee('tor')} and ${committee === undefined ? sql`true` : sql`tor.id = ${committee}`}`;
  const items = sql.join(
    (Object.keys(kinds) as ItemKind[]).map(
      (
        kind,
      ) => sql`select item.id, ${sql.lit(kind)} as kind, ${itemLabel} as label, tor.id as tor_id, tor.label as tor_label,
          state.properties ->> 'status_code' as status, coalesce(state.properties ->> 'is_terminal', '') = 'true' as has_ended,
          ${begunAt} as begun, ${since} as since
        ${itemsOf(kind, asker)} and ${where}`,
    ),
    sql` union all `,
  );
  const now = sql`${asker.now}::timestamptz`;
  const inDays = (from: string, to: ReturnType<typeof sql>) =>
    sql`greatest(0, extract(epoch from ${to} - ${sql.ref(from)}) / 86400)`;
  const { rows } = await sql<Waits>`
    with item as materialized (${items}),
    passed as (
      select item.tor_id, item.kind, moved.from_status as status, moved.moved_at,
        coalesce(lag(moved.moved_at) over (partition by moved.item_id order by moved.id), item.begun) as arrived
      from workflow_moves moved join item on item.id = moved.item_id),
    done as (
      select tor_id, kind, status, count(*)::integer as moved,
        percentile_cont(0.5) within group (order by ${inDays('arrived', sql`moved_at`)}) as median,
        percentile_cont(0.9) within group (order by ${inDays('arrived', sql`moved_at`)}) as p90
      from passed where moved_at >= ${now} - make_interval(days => ${days}::integer) group by 1, 2, 3),
    held as (
      select tor_id, kind, status, count(*)::integer as waiting, max(${inDays('since', now)}) as oldest,
        (array_agg(item.id::text order by since, item.id))[1] as "oldestId",
        (array_agg(item.label order by since, item.id))[1] as "oldestLabel"
      from item where not has_ended group by 1, 2, 3)
    select ${offeredCommittees(sql`${committee ?? null}::bigint`)} as offered, (
      select coalesce(json_agg(line), '[]') from (
        select tor.id::text as "committeeId", tor.label as committee, kind,
          coalesce((select state.label from entities state where state.entity_type = 'workflow_status'
            and state.properties ->> 'entity_type_scope' = kind and state.properties ->> 'status_code' = status
            order by state.id limit 1), status) as step,
          coalesce(done.moved, 0) as moved, done.median, done.p90,
          coalesce(held.waiting, 0) as waiting, held.oldest, held."oldestId", held."oldestLabel"
        from done full join held using (tor_id, kind, status) join entities tor on tor.id = tor_id
        order by greatest(coalesce(held.oldest, 0), coalesce(done.p90, 0)) desc, lower(tor.label), tor_id, kind, status
        limit ${mostWaits}) line) as waits`.execute(db);
  return rows[0] ?? { offered: [], waits: [] };
}
