import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import { escaped } from '../ontology/list/index.ts';
import { relationTypeId } from '../ontology/permissions.ts';
import type { Dependency } from './dependency.ts';
import type { Blocking } from './rules.ts';

const isDependency = sql<boolean>`r.relation_type_id in (${relationTypeId('feeds_into')}, ${relationTypeId('escalates_to')})`;

const dependencyColumns = (committee: RawBuilder<unknown>) => sql`
  r.id::text as id, t.name as kind,
  case when r.source_id = ${committee} then 'downstream' else 'upstream' end as direction,
  json_build_object('id', o.id::text, 'label', o.label) as other,
  coalesce(r.properties ->> 'output_types', '') as outputs,
  coalesce(r.properties ->> 'description', '') as description,
  coalesce(r.properties ->> 'is_blocking', '') = 'true' as "isBlocking"`;

const dependenciesFrom = (committee: RawBuilder<unknown>) => sql`
  from relations r join entities t on t.id = r.relation_type_id
    join entities o on o.id = case when r.source_id = ${committee} then r.target_id else r.source_id end
  where ${isDependency} and (r.source_id = ${committee} or r.target_id = ${committee})`;

/**
 * SQL of the dependencies of a committee as one JSON array: upstream first, then by relation and
 * label, at most 100.
 * @param committee SQL of its id
 */
export const dependenciesOf = (
  committee: RawBuilder<unknown>,
): RawBuilder<readonly Dependency[]> => sql`(
  select coalesce(json_agg(d), '[]') from (
    select ${dependencyColumns(committee)} ${dependenciesFrom(committee)}
    order by direction desc, t.name, lower(o.label), r.id limit 100) d)`;

/** Returns the dependency of a committee with an id; `undefined` if it is none of this committee. */
export async function findDependency(
  db: Db | Tx,
  committee: string,
  id: string,
): Promise<Dependency | undefined> {
  const own = sql`${committee}::bigint`;
  const { rows } = await sql<Dependency>`
    select ${dependencyColumns(own)} ${dependenciesFrom(own)} and r.id = ${id}`.execute(db);
  return rows[0];
}

/** Returns all blocking dependencies, each from the one that is waited for. */
export async function listBlocking(tx: Tx): Promise<readonly Blocking[]> {
  const { rows } = await sql<Blocking>`
    select r.source_id::text as source, r.target_id::text as target from relations r
    where ${isDependency} and r.properties ->> 'is_blocking' = 'true'`.execute(tx);
  return rows;
}

/** Returns labels of committees by id. */
export async function listLabels(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; label: string }>`
    select id, label from entities where id = any(${[...ids]}::bigint[])`.execute(tx);
  return new Map(rows.map(({ id, label }) => [id, label]));
}

/** Returns active committees other than one, whose label or name contains the words; at most 50. */
export async function listCandidates(
  db: Db,
  committee: string,
  words: string,
): Promise<readonly { readonly id: string; readonly label: string }[]> {
  const called =
    words.trim() === ''
      ? sql``
      : sql`and lower(E'\\x1f' || e.label || E'\\x1f' || e.name) like ${`%${escaped(words.trim())}%`}`;
  const { rows } = await sql<{ id: string; label: string }>`
    select e.id, e.label from entities e
    where e.entity_type = 'tor' and e.is_active and e.id <> ${committee} ${called}
    order by e.sort_order, e.id limit 50`.execute(db);
  return rows;
}
