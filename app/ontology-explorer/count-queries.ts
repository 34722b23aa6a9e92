import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { neverShown } from './graph-queries.ts';

/** Counts of entities and relations. */
export interface SchemaCounts {
  readonly types: readonly {
    readonly type: string;
    readonly count: number;
    readonly keys: readonly string[];
  }[];
  /** How many relations of a type lead from one entity type to another. */
  readonly patterns: readonly Pattern[];
  readonly countedAt: Date;
}

export interface Pattern {
  readonly source: string;
  readonly target: string;
  readonly relation: string;
  readonly label: string;
  readonly count: number;
}

/**
 * The oldest and newest entities of a type, whose properties show which undeclared keys are in use.
 */
const sampled = 100;
/** Counting may take a hundredth of the time. */
const restsFor = 100;
/** A database that is counted within this time is counted for each view. */
const atOnceMs = 25;
const longestRestMs = 15 * 60_000;

/**
 * Counts, cached between views. Counting reads every relation, more than a second at a million
 * entities, so a large database is counted again only after a hundred times as long; until then
 * views show the last counts with their age. Counts maintained by triggers would make all writers
 * update the same few rows. Each replica counts separately. Only the first view after a start
 * waits.
 */
export function schemaCounts({
  db,
  now,
}: {
  readonly db: Db;
  readonly now: () => Date;
}): () => Promise<SchemaCounts> {
  let known: { readonly counts: SchemaCounts; readonly restMs: number } | undefined;
  let underway: Promise<SchemaCounts> | undefined;
  const count = (): Promise<SchemaCounts> => {
    underway ??= countAll(db, now)
      .then((fresh) => {
        known = fresh;
        return fresh.counts;
      })
      .finally(() => {
        underway = undefined;
      });
    return underway;
  };
  return async () => {
    if (known === undefined || known.restMs === 0) return count();
    const age = now().getTime() - known.counts.countedAt.getTime();
    // Views use the last known counts; a failed recount is reported by the next view without any.
    if (age > known.restMs) count().catch(() => undefined);
    return known.counts;
  };
}

async function countAll(
  db: Db,
  now: () => Date,
): Promise<{ counts: SchemaCounts; restMs: number }> {
  const started = performance.now();
  const { rows } = await sql<Pick<SchemaCounts, 'types' | 'patterns'>>`
    with per_type as materialized (select entity_type as type, count(*)::integer as count from entities group by 1)
    select
      (select coalesce(json_agg(json_build_object('type', t.type, 'count', t.count, 'keys', (${keysOf})) order by t.type), '[]')
        from per_type t where t.type <> all(${[...neverShown]}::text[])) as types,
      (select coalesce(json_agg(json_build_object('source', p.source, 'target', p.target, 'relation', rt.name, 'label', rt.label, 'count', p.count)
          order by p.source, rt.name, p.target), '[]')
        from (select s.entity_type as source, r.relation_type_id as type, g.entity_type as target, count(*)::integer as count
          from relations r join entities s on s.id = r.source_id join entities g on g.id = r.target_id group by 1, 2, 3) p
        join entities rt on rt.id = p.type
        where p.source <> all(${[...neverShown]}::text[]) and p.target <> all(${[...neverShown]}::text[])) as patterns`.execute(
    db,
  );
  const [row] = rows;
  if (row === undefined) throw new TypeError('A query without conditions has one row.');
  const tookMs = performance.now() - started;
  const restMs = tookMs <= atOnceMs ? 0 : Math.min(tookMs * restsFor, longestRestMs);
  return { counts: { ...row, countedAt: now() }, restMs };
}

const keysOf = sql`
  select coalesce(json_agg(distinct key order by key), '[]') from (
    (select e.properties from entities e where e.entity_type = t.type order by e.created_at, e.id limit ${sampled})
    union all (select e.properties from entities e where e.entity_type = t.type order by e.created_at desc, e.id desc limit ${sampled})) e,
    jsonb_object_keys(e.properties) key`;
