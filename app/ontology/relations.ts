import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import { type Reason, refuse } from './outcome.ts';
import { relationTypeId } from './permissions.ts';
import type { Texts } from './schema.ts';
import { texts as words } from './texts.ts';

/** A relation by type name and ends. */
export interface RelationKey {
  /** Name of the relation type: `has_role`. */
  readonly type: string;
  readonly source: string;
  readonly target: string;
}

export interface NewRelation extends RelationKey {
  readonly properties?: Texts;
}

/** Returns the ids of the targets of `source` by a relation type, in the order of the targets. */
export async function findTargets(db: Db, source: string, type: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from relations r join entities e on e.id = r.target_id
    where r.relation_type_id = ${relationTypeId(type)} and r.source_id = ${source} order by e.sort_order, e.id`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}

/**
 * Adds relations, any number in two statements; existing ones are kept. Refused if an end does not
 * exist or has a type that the relation type does not join (spec ontology#relation-ends). Returns
 * the number of new relations.
 */
export async function relate(tx: Tx, relations: readonly NewRelation[]): Promise<number> {
  if (relations.length === 0) return 0;
  await checkEnds(tx, relations);
  const { rows } = await sql`
    insert into relations (relation_type_id, source_id, target_id, properties)
    select distinct on (t.id, w.source, w.target) t.id, w.source, w.target, w.properties
    from ${wanted(relations)} join entities t on t.entity_type = 'relation_type' and t.name = w.type
    order by t.id, w.source, w.target
    on conflict (relation_type_id, source_id, target_id) do nothing returning id`.execute(tx);
  return rows.length;
}

/**
 * Removes relations, any number in one statement; missing ones are ignored. Returns the number
 * removed.
 */
export async function unrelate(tx: Tx, relations: readonly RelationKey[]): Promise<number> {
  if (relations.length === 0) return 0;
  const { rows } = await sql`
    delete from relations r using ${wanted(relations)} join entities t on t.entity_type = 'relation_type' and t.name = w.type
    where r.relation_type_id = t.id and r.source_id = w.source and r.target_id = w.target returning r.id`.execute(
    tx,
  );
  return rows.length;
}

/** A relation that exists, with properties to write; `null` removes one. */
export interface ChangedRelation extends RelationKey {
  readonly properties: Readonly<Record<string, string | null>>;
}

/** Writes properties of relations that exist, any number in one statement; others are kept. */
export async function changeRelations(tx: Tx, changes: readonly ChangedRelation[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    update relations r set properties = jsonb_strip_nulls(r.properties || w.properties)
    from ${wanted(changes)} join entities t on t.entity_type = 'relation_type' and t.name = w.type
    where r.relation_type_id = t.id and r.source_id = w.source and r.target_id = w.target`.execute(
    tx,
  );
}

/** Changes in a set of targets. */
export interface TargetChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Sets the targets of `source` by a relation type: a user's roles, a role's permissions. */
export async function setTargets(
  tx: Tx,
  type: string,
  source: string,
  targets: readonly string[],
): Promise<TargetChanges> {
  const present = await findTargets(tx, source, type);
  const added = [...new Set(targets)].filter((id) => !present.includes(id));
  const removed = present.filter((id) => !targets.includes(id));
  await unrelate(
    tx,
    removed.map((target) => ({ type, source, target })),
  );
  await relate(
    tx,
    added.map((target) => ({ type, source, target })),
  );
  return { added, removed };
}

/** `(…) w`: given relations as rows. */
const wanted = (relations: readonly (NewRelation | ChangedRelation)[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(relations.map((relation) => ({ properties: {}, ...relation })))}::jsonb)
    as w(type text, source bigint, target bigint, properties jsonb)`;

/** The list in a property of an entity, as JSON; `null` if there is none. */
export const listedIn = (entity: string, key: string) => {
  const value = sql`(${sql.ref(`${entity}.properties`)} ->> ${sql.lit(key)})`;
  return sql`case when ${value} is json array then ${value}::jsonb end`;
};

interface Ends {
  readonly type: string;
  readonly known: boolean;
  readonly source: string | null;
  readonly target: string | null;
  readonly sources: string[] | null;
  readonly targets: string[] | null;
}

async function checkEnds(tx: Tx, relations: readonly NewRelation[]): Promise<void> {
  const { rows } = await sql<Ends>`
    select distinct w.type, t.id is not null as known, s.entity_type as source, g.entity_type as target,
      ${listedIn('t', 'source_types')} as sources, ${listedIn('t', 'target_types')} as targets
    from ${wanted(relations)}
      left join entities t on t.entity_type = 'relation_type' and t.name = w.type
      left join entities s on s.id = w.source left join entities g on g.id = w.target`.execute(tx);
  const reasons = rows.flatMap(reasonOf);
  if (reasons.length > 0) throw refuse(reasons);
}

/** An undeclared type joins anything (docs/decisions/037-system-types-are-read-only.md). */
function reasonOf({ type, known, source, target, sources, targets }: Ends): readonly Reason[] {
  if (!known) return [{ message: words.unknownRelationType(type), code: 'relation_type_unknown' }];
  if (source === null || target === null)
    return [{ message: words.endGone(type), code: 'relation_end_missing' }];
  const fits = (sources ?? [source]).includes(source) && (targets ?? [target]).includes(target);
  if (fits) return [];
  const ends = (types: readonly string[] | null) => (types ?? [words.anything]).join(', ');
  const message = words.wrongEnds(type, ends(sources), ends(targets), source, target);
  return [{ message, code: 'relation_ends' }];
}
