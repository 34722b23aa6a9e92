import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { widestSpan } from '../ontology/bulk-entities.ts';
import { pickedAll, pickedBriefly } from './pick.ts';
import type { Entry } from './present.ts';
import type { AuditFilter, Cursor } from './rules.ts';

/** A user with entries in the log. */
export interface AuditActor {
  readonly id: string;
  readonly label: string;
}

/** Data of the log's page besides its entries. */
export interface AuditState {
  /** Retained entries. */
  readonly total: number;
  /** Retention in days; 0 for no limit. */
  readonly days: number;
  /** The last verification of the chain. */
  readonly verified: { readonly at: Date; readonly outcome: string } | null;
  /** At most 60, ordered by name. */
  readonly actors: readonly AuditActor[];
  /** Whether this session was recorded as a reader within the last hour. */
  readonly isNoted: boolean;
}

export interface AuditList extends AuditState {
  /** Newest first. */
  readonly entries: readonly Entry[];
  readonly hasNewer: boolean;
  readonly hasOlder: boolean;
  /**
   * The entry that the search reached, if it stopped at the limit of a page; `null` if it reached
   * the end.
   */
  readonly reached: string | null;
}

interface ListOptions {
  readonly filter: AuditFilter;
  readonly cursor: Cursor;
  readonly size: number;
  /** Mark of the reading session. */
  readonly session: string | undefined;
}

/**
 * Reads a page of the log and its state, in one statement; two at the newest end, where an
 * incomplete page is replaced by the first one.
 */
export async function listAudit(
  db: Db,
  { filter, cursor, size, session }: ListOptions,
): Promise<AuditList> {
  const { entries, ...state } = await readPage(db, filter, cursor, size + 1, session);
  const more = entries.length > size;
  if (cursor !== undefined && 'after' in cursor) {
    if (!more && state.reached === null)
      return listAudit(db, { filter, cursor: undefined, size, session });
    return { ...state, entries: more ? entries.slice(1) : entries, hasNewer: true, hasOlder: true };
  }
  return {
    ...state,
    entries: entries.slice(0, size),
    hasNewer: cursor !== undefined,
    hasOlder: more,
  };
}

type Page = AuditState & Pick<AuditList, 'reached'> & { readonly entries: readonly Entry[] };

async function readPage(
  db: Db,
  filter: AuditFilter,
  cursor: Cursor,
  limit: number,
  session: string | undefined,
): Promise<Page> {
  const { rows } = await sql<Page>`
    with ${pickedBriefly({ filter, cursor, limit })}, page as materialized (${rowsOf(sql`select seq from picked`)})
    select (select seq::text from reached) as reached, (select coalesce(json_agg(p order by p.seq::bigint desc), '[]') from page p) as entries, ${stateOf(session)}`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) throw new TypeError('A query without conditions has one row.');
  return {
    ...row,
    entries: row.entries.map(withMoment),
    verified: row.verified && withMoment(row.verified),
  };
}

/** JSON has no timestamps. */
const withMoment = <Row extends { readonly at: Date }>(row: Row): Row => ({
  ...row,
  at: new Date(row.at),
});

/** Returns entries by sequence number, with current display names. */
export async function readEntries(
  db: Db,
  filter: AuditFilter,
  cursor: Cursor,
  limit: number,
): Promise<readonly Entry[]> {
  const { rows } = await rowsOf(pickedAll({ filter, cursor, limit })).execute(db);
  return rows;
}

/** Imports searched for one that changed an entity, because their entries name no entity. */
const importsLookedAt = 1000;

/** Returns the newest successful entries about an entity and of imports that changed it. */
export async function readHistoryEntries(
  db: Db,
  id: string,
  limit: number,
): Promise<readonly (Entry & { readonly imported: 'created' | 'updated' | null })[]> {
  const { rows } = await sql<Entry & { readonly imported: 'created' | 'updated' | null }>`
    select ${columns}, picked.imported
    from (
      (select seq, null as imported from audit_log
        where target_type = (select entity_type from entities where id = ${id}) and target_id = ${id} and outcome = 'success' order by seq desc limit ${limit})
      union all
      (select i.seq, c.change from (
          select import::text, change from import_changes
          where entity_id between ${id}::bigint - ${widestSpan - 1}::integer and ${id} and coalesce(last_id, entity_id) >= ${id}) c
        join (select seq, outcome, details->>'import' as import from audit_log where action = 'data.imported' order by seq desc limit ${importsLookedAt}) i
          on i.import = c.import and i.outcome = 'success' order by 1 desc limit ${limit})
      order by 1 desc limit ${limit}) picked join audit_log l on l.seq = picked.seq
      left join entities a on a.id = l.actor_id and a.entity_type = 'user'
    order by l.seq desc`.execute(db);
  return rows;
}

const columns = sql`l.seq::text as seq, l.at, l.action, l.outcome, l.actor_id::text as "actorId", l.actor_name as "actorName", a.label as "actorLabel",
      l.address, l.user_agent as "userAgent", l.session_hash as "sessionHash", l.request_id as "requestId", l.target_type as "targetType",
      l.target_id::text as "targetId", l.target_label as "targetLabel", l.before, l.after, l.details`;

const rowsOf = (picked: RawBuilder<unknown>) =>
  sql<Entry>`
    select ${columns}
    from (${picked}) picked join audit_log l on l.seq = picked.seq
      left join entities a on a.id = l.actor_id and a.entity_type = 'user'
    order by l.seq desc`;

const stateOf = (session: string | undefined) => sql`
  (select (seq - pruned_seq)::integer from audit_head) as total,
  coalesce((select case when v ~ '^[0-9]{1,4}$' then case v::integer when 0 then 0 else greatest(v::integer, 90) end end
    from (select properties ->> 'value' as v from entities where entity_type = 'setting' and name = 'audit.retention_days') kept), 90) as days,
  (select json_build_object('at', at, 'outcome', outcome) from audit_log where action = 'audit.verified' order by seq desc limit 1) as verified,
  exists (select from (select session_hash, at from audit_log where action = 'audit.viewed' order by seq desc limit 200) v
    where v.session_hash = ${session ?? null} and v.at > clock_timestamp() - interval '1 hour') as "isNoted",
  ${actors} as actors`;

/** Skips from actor to actor in the index, so that the length of the log does not matter. */
const actors = sql`(
  with recursive actor(id) as (
    (select actor_id from audit_log where actor_id is not null order by actor_id limit 1)
    union all
    select (select l.actor_id from audit_log l where l.actor_id > a.id order by l.actor_id limit 1) from actor a where a.id is not null
  )
  select coalesce(json_agg(json_build_object('id', who.id::text, 'label', who.label) order by lower(who.label)), '[]')
  from (select a.id, coalesce(e.label, (select actor_name from audit_log l where l.actor_id = a.id order by l.seq desc limit 1)) as label
    from (select id from actor where id is not null limit 60) a left join entities e on e.id = a.id and e.entity_type = 'user') who)`;

/**
 * `(select … )`: the newest changes as JSON, as a subquery. Sign-ins, sign-outs and reading the log
 * are no changes.
 */
export const recentEntries = (count: number): RawBuilder<unknown> => sql`(
  select coalesce(json_agg(json_build_object('seq', l.seq::text, 'at', l.at, 'action', l.action, 'actorId', l.actor_id::text,
      'actorName', l.actor_name, 'actorLabel', a.label, 'targetType', l.target_type, 'targetId', l.target_id::text,
      'targetLabel', l.target_label, 'user', l.details->>'user') order by l.seq desc), '[]')
  from (select * from audit_log where split_part(action, '.', 1) <> 'auth' and action <> 'audit.viewed' and outcome = 'success' order by seq desc limit ${count}) l
    left join entities a on a.id = l.actor_id and a.entity_type = 'user')`;
