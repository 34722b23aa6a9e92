import {
  describeMany,
  dropStaged,
  findRelated,
  findRelationTypes,
  findStaged,
  mergeDescribed,
  type RelationEnds,
  type RelationRow,
  relateMissing,
  type StagedRelation,
  stageRelations,
} from '../ontology/bulk-relations.ts';
import { inSavepoint, isAboutData } from '../ontology/savepoint.ts';
import { guardAccess, type Importing } from './import-entities.ts';
import type { RelationItem } from './import-items.ts';
import { findPresent } from './queries.ts';
import { isGuardedRelation, type Present, relationProblem, relationRefusal } from './rules.ts';
import { texts } from './texts-transfer.ts';

/** Relations that one statement stores. */
const portion = 2000;

/** Puts relations of the file aside: their ends may come later in it. */
export async function keepRelations(importing: Importing, items: readonly RelationItem[]): Promise<void> {
  const sound = items.filter((item) => {
    const problem = relationProblem(item);
    if (problem !== undefined) importing.tally.refuse('relation', item.index, relationAsFile(item), problem);
    return problem === undefined;
  });
  if (sound.length === 0) return;
  await stageRelations(
    importing.tx,
    importing.importId,
    sound.map((item) => ({ ...item, place: item.index })),
  );
}

/** Stores all relations that were put aside, after the entities of the whole file. @param proceed called after each portion; `false` ends it */
export async function importRelations(importing: Importing, described: boolean, proceed: () => boolean): Promise<void> {
  const { tx, importId, tally } = importing;
  if (described) await mergeDescribed(tx, importId);
  const types = await findRelationTypes(tx);
  let after = -1;
  do {
    const found = await findStaged(tx, importId, after, portion);
    const last = found.at(-1);
    if (last === undefined) break;
    after = last.place;
    tally.relations += found.length;
    const resolved = found.flatMap((relation) => resolve(importing, relation, types.get(relation.type)));
    await storeResolved(importing, distinct(importing, await permitted(importing, resolved)));
  } while (proceed());
  await dropStaged(tx, importId);
}

/** A relation whose names are found. */
type Resolved = StagedRelation & RelationRow;

/** The relation with its ids, or none and the reason why (data-model.md 10.14). */
function resolve({ tally }: Importing, relation: StagedRelation, ends: RelationEnds | undefined): readonly Resolved[] {
  const { sourceId, targetId } = relation;
  const problem = problemOf(relation, ends);
  if (problem !== undefined) tally.refuse('relation', relation.place, storedAsFile(relation), problem);
  if (problem !== undefined || ends === undefined || sourceId === null || targetId === null) return [];
  return [{ ...relation, sourceId, targetId, typeId: ends.id }];
}

function problemOf(
  { type, sourceType, sourceName, sourceId, targetType, targetName, targetId }: StagedRelation,
  ends: RelationEnds | undefined,
): string | undefined {
  if (ends === undefined) return texts.unknownRelationType(type);
  if (sourceId === null) return texts.notFound(sourceType, sourceName);
  if (targetId === null) return texts.notFound(targetType, targetName);
  const { sources, targets } = ends;
  const fits = (sources?.includes(sourceType) ?? true) && (targets?.includes(targetType) ?? true);
  return fits ? undefined : texts.ends(type, sources, targets, sourceType, targetType);
}

async function permitted(importing: Importing, relations: readonly Resolved[]): Promise<readonly Resolved[]> {
  const { tx, mode, tally } = importing;
  const guarded = relations.filter(isGuardedRelation);
  if (guarded.length === 0) return relations;
  await guardAccess(importing);
  if (importing.powers === 'everything') return relations;
  // What stays as it is needs no permission.
  const staying = mode === 'skip' ? await findRelated(tx, guarded) : new Set<number>();
  const asked = new Set(guarded.filter((_, place) => !staying.has(place)));
  const roles = await findPresent(tx, [...asked].flatMap(roleKey));
  return relations.filter((relation) => {
    const refusal = asked.has(relation) ? refusalOf(importing, relation, roles) : undefined;
    if (refusal !== undefined) tally.refuse('relation', relation.place, storedAsFile(relation), refusal);
    return refusal === undefined;
  });
}

function refusalOf({ powers }: Importing, relation: StagedRelation, roles: ReadonlyMap<string, Present>): string | undefined {
  const [key] = roleKey(relation);
  return relationRefusal(relation, key && roles.get(`${key.type}:${key.name}`), powers);
}

/** The role that a relation is about. */
function roleKey({ type, sourceType, sourceName, targetType, targetName }: StagedRelation) {
  if (type === 'has_role') return [{ type: targetType, name: targetName }];
  return type === 'has_permission' ? [{ type: sourceType, name: sourceName }] : [];
}

/** Of relations that the file has twice the first counts, or the last where it replaces what is there. */
function distinct({ mode, tally }: Importing, relations: readonly Resolved[]): readonly Resolved[] {
  const byEnds = new Map<string, Resolved>();
  for (const relation of relations) {
    const ends = `${relation.typeId} ${relation.sourceId} ${relation.targetId}`;
    if (!byEnds.has(ends)) byEnds.set(ends, relation);
    else if (mode === 'fail') tally.refuse('relation', relation.place, storedAsFile(relation), texts.repeated);
    else if (mode === 'skip') tally.relationsSkipped += 1;
    else {
      tally.relationsUpdated += 1;
      byEnds.set(ends, relation);
    }
  }
  return [...byEnds.values()];
}

async function storeResolved(importing: Importing, relations: readonly Resolved[]): Promise<void> {
  if (relations.length === 0) return;
  const { tx, mode, tally } = importing;
  try {
    const created = await inSavepoint(tx, async () => {
      const made = await relateMissing(tx, relations);
      const rest = relations.filter((_, place) => !made.has(place));
      if (mode === 'upsert' && rest.length > 0) await describeMany(tx, rest);
      return made;
    });
    count(importing, relations, created);
  } catch (error) {
    if (!isAboutData(error)) throw error;
    const [only] = relations;
    if (relations.length === 1 && only !== undefined) return tally.refuse('relation', only.place, storedAsFile(only), error.message);
    const middle = relations.length >> 1;
    await storeResolved(importing, relations.slice(0, middle));
    await storeResolved(importing, relations.slice(middle));
  }
}

function count({ mode, tally }: Importing, relations: readonly Resolved[], created: ReadonlySet<number>): void {
  tally.relationsCreated += created.size;
  const there = relations.filter((_, place) => !created.has(place));
  if (mode === 'skip') tally.relationsSkipped += there.length;
  if (mode === 'upsert') tally.relationsUpdated += there.length;
  if (mode === 'fail') for (const one of there) tally.refuse('relation', one.place, storedAsFile(one), texts.relationExists);
}

/** A relation in the form of a native file, for whoever corrects it. */
const relationAsFile = ({ type, source, target, properties }: Pick<RelationItem, 'type' | 'source' | 'target' | 'properties'>) => ({
  relation_type: type,
  source: `${source.type}:${source.name}`,
  target: `${target.type}:${target.name}`,
  ...(Object.keys(properties).length > 0 && { properties }),
});

const storedAsFile = ({ type, sourceType, sourceName, targetType, targetName, properties }: StagedRelation) =>
  relationAsFile({
    type,
    source: { type: sourceType, name: sourceName },
    target: { type: targetType, name: targetName },
    properties: properties ?? {},
  });
