import type { Db, Tx } from '../db/database.ts';
import { AppError } from '../errors.ts';

/** A relation by its type's name and its ends. */
export interface RelationKey {
  /** Name of the relation type: `has_role`. */
  readonly type: string;
  readonly source: string;
  readonly target: string;
}

/** Ids of what `source` points at by a relation type, in the order of the targets. */
export async function findTargets(db: Db, source: string, type: string): Promise<string[]> {
  const rows = await related(db, type)
    .innerJoin('entities as e', 'e.id', 'r.target_id')
    .where('r.source_id', '=', source)
    .select('e.id')
    .orderBy('e.sort_order')
    .orderBy('e.id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Ids of what points at `target` by a relation type, in the order of the sources. */
export async function findSources(db: Db, target: string, type: string): Promise<string[]> {
  const rows = await related(db, type)
    .innerJoin('entities as e', 'e.id', 'r.source_id')
    .where('r.target_id', '=', target)
    .select('e.id')
    .orderBy('e.sort_order')
    .orderBy('e.id')
    .execute();
  return rows.map(({ id }) => id);
}

const related = (db: Db, type: string) =>
  db
    .selectFrom('relations as r')
    .innerJoin('entities as t', 't.id', 'r.relation_type_id')
    .where('t.entity_type', '=', 'relation_type')
    .where('t.name', '=', type);

/** Relates two entities; nothing happens when they are related so already. Throws `relation_type_unknown`. */
export async function createRelation(tx: Tx, { type, source, target }: RelationKey): Promise<void> {
  await tx
    .insertInto('relations')
    .values({ relation_type_id: await relationTypeId(tx, type), source_id: source, target_id: target })
    .onConflict((conflict) => conflict.columns(['relation_type_id', 'source_id', 'target_id']).doNothing())
    .execute();
}

/** Ends a relation; nothing happens when there is none. Throws `relation_type_unknown`. */
export async function deleteRelation(tx: Tx, { type, source, target }: RelationKey): Promise<void> {
  const typeId = await relationTypeId(tx, type);
  await tx
    .deleteFrom('relations')
    .where('relation_type_id', '=', typeId)
    .where('source_id', '=', source)
    .where('target_id', '=', target)
    .execute();
}

/** Ends all relations of a type that begin at `source`. Throws `relation_type_unknown`. */
export async function deleteRelationsFrom(tx: Tx, source: string, type: string): Promise<void> {
  const typeId = await relationTypeId(tx, type);
  await tx.deleteFrom('relations').where('relation_type_id', '=', typeId).where('source_id', '=', source).execute();
}

async function relationTypeId(db: Db, name: string): Promise<string> {
  const row = await db
    .selectFrom('entities')
    .select('id')
    .where('entity_type', '=', 'relation_type')
    .where('name', '=', name)
    .executeTakeFirst();
  if (row !== undefined) return row.id;
  throw new AppError('relation_type_unknown', { message: `There is no relation type "${name}".`, status: 422, details: { name } });
}
