import { ruleFault } from '../../declared-rules.ts';
import {
  describeMany,
  findRelated,
  findRelationTypes,
  type RelationEnds,
  type RelationRow,
  relateMissing,
} from '../../ontology/bulk-relations.ts';
import { inSavepoint, isAboutData } from '../../ontology/savepoint.ts';
import type { RelationItem } from '../formats/items.ts';
import { texts } from '../transfer-texts.ts';
import { guardAccess } from './entities.ts';
import { type Importing, RuleBroken } from './importing.ts';
import { findPresent } from './queries.ts';
import { isGuardedRelation, type Present, relationRefusal } from './rules.ts';
import { dropStaged, findStaged, mergeDescribed, type StagedRelation } from './staged-store.ts';
import type { Tally } from './tally.ts';

/**
 * Stores the staged relations of the file, after its entities. @param proceed called after each
 * savepoint; `false` ends the import
 */
export async function importRelations(
  importing: Importing,
  described: boolean,
  proceed: () => boolean,
): Promise<void> {
  const { tx, importId, tally } = importing;
  if (described) await mergeDescribed(tx, importId);
  const types = await findRelationTypes(tx);
  for await (const found of findStaged(tx, importId)) {
    tally.relations += found.length;
    const resolved = found.flatMap((relation) =>
      resolve(importing, relation, types.get(relation.type)),
    );
    await storeResolved(importing, distinct(importing, await permitted(importing, resolved)));
    if (!proceed()) break;
  }
  await dropStaged(tx, importId);
}

/** A relation with resolved names. */
type Resolved = StagedRelation & RelationRow;

/** The relation with its ids, or the reason why it is invalid (spec ontology#relation-ends). */
function resolve(
  { tally }: Importing,
  relation: StagedRelation,
  ends: RelationEnds | undefined,
): readonly Resolved[] {
  const { sourceId, targetId } = relation;
  const problem = problemOf(relation, ends);
  if (problem !== undefined) refuse(tally, relation, problem);
  if (problem !== undefined || ends === undefined || sourceId === null || targetId === null)
    return [];
  return [{ ...relation, sourceId, targetId, typeId: ends.id }];
}

function problemOf(relation: StagedRelation, ends: RelationEnds | undefined): string | undefined {
  const { type, sourceType, sourceName, sourceId, targetType, targetName, targetId } = relation;
  if (ends === undefined) return texts.unknownRelationType(type);
  if (sourceId === null) return texts.notFound(sourceType, sourceName);
  if (targetId === null) return texts.notFound(targetType, targetName);
  return fits(relation, ends)
    ? undefined
    : texts.ends(type, ends.sources, ends.targets, sourceType, targetType);
}

/** Whether a relation type allows the ends of a relation. */
const fits = (
  { sourceType, targetType }: StagedRelation,
  { sources, targets }: RelationEnds,
): boolean => (sources?.includes(sourceType) ?? true) && (targets?.includes(targetType) ?? true);

async function permitted(
  importing: Importing,
  relations: readonly Resolved[],
): Promise<readonly Resolved[]> {
  const { tx, mode, tally } = importing;
  const guarded = relations.filter(isGuardedRelation);
  if (guarded.length === 0) return relations;
  await guardAccess(importing);
  if (importing.powers === 'everything') return relations;
  // An unchanged relation needs no permission.
  const staying = mode === 'skip' ? await findRelated(tx, guarded) : new Set<number>();
  const asked = new Set(guarded.filter((_, place) => !staying.has(place)));
  const roles = await findPresent(tx, [...asked].flatMap(roleKey));
  return relations.filter((relation) => {
    const refusal = asked.has(relation) ? refusalOf(importing, relation, roles) : undefined;
    if (refusal !== undefined) refuse(tally, relation, refusal);
    return refusal === undefined;
  });
}

function refusalOf(
  { powers }: Importing,
  relation: StagedRelation,
  roles: ReadonlyMap<string, Present>,
): string | undefined {
  const [key] = roleKey(relation);
  return relationRefusal(relation, key && roles.get(`${key.type}:${key.name}`), powers);
}

/** The role that a relation concerns. */
function roleKey({ type, sourceType, sourceName, targetType, targetName }: StagedRelation) {
  if (type === 'has_role') return [{ type: targetType, name: targetName }];
  return type === 'has_permission' ? [{ type: sourceType, name: sourceName }] : [];
}

/**
 * Removes duplicates within the file: the first counts, or the last if existing ones are replaced.
 */
function distinct({ mode, tally }: Importing, relations: readonly Resolved[]): readonly Resolved[] {
  const byEnds = new Map<string, Resolved>();
  for (const relation of relations) {
    const ends = `${relation.typeId} ${relation.sourceId} ${relation.targetId}`;
    if (!byEnds.has(ends)) byEnds.set(ends, relation);
    else if (mode === 'fail') refuse(tally, relation, texts.repeated);
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
      const written = mode === 'upsert' ? relations : relations.filter((_, n) => made.has(n));
      await requireRules(importing, written);
      return made;
    });
    count(importing, relations, created);
  } catch (error) {
    if (!isAboutData(error) && !(error instanceof RuleBroken)) throw error;
    const [only] = relations;
    if (relations.length === 1 && only !== undefined) return refuse(tally, only, error.message);
    const middle = relations.length >> 1;
    await storeResolved(importing, relations.slice(0, middle));
    await storeResolved(importing, relations.slice(middle));
  }
}

/** Rules of features about stored data hold for the relations just stored. */
async function requireRules({ tx, now }: Importing, written: readonly Resolved[]): Promise<void> {
  const relations = written.map(({ type, sourceId: source, targetId: target }) => ({
    ...{ type, source, target },
  }));
  const fault = await ruleFault(tx, { relations }, now);
  if (fault !== undefined) throw new RuleBroken(fault);
}

function count(
  { mode, tally }: Importing,
  relations: readonly Resolved[],
  created: ReadonlySet<number>,
): void {
  tally.relationsCreated += created.size;
  const there = relations.filter((_, place) => !created.has(place));
  if (mode === 'skip') tally.relationsSkipped += there.length;
  if (mode === 'upsert') tally.relationsUpdated += there.length;
  if (mode === 'fail') for (const one of there) refuse(tally, one, texts.relationExists);
}

/** A relation in the native format, for correction. */
export const relationAsFile = ({
  type,
  source,
  target,
  properties,
}: Pick<RelationItem, 'type' | 'source' | 'target' | 'properties'>) => ({
  relation_type: type,
  source: `${source.type}:${source.name}`,
  target: `${target.type}:${target.name}`,
  ...(Object.keys(properties).length > 0 && { properties }),
});

/** Names a relation as a file has it, with the reason why it is not stored. */
const refuse = (
  tally: Tally,
  { place, type, sourceType, sourceName, targetType, targetName, properties }: StagedRelation,
  reason: string,
): void =>
  tally.refuse(
    'relation',
    place,
    relationAsFile({
      type,
      source: { type: sourceType, name: sourceName },
      target: { type: targetType, name: targetName },
      properties: properties ?? {},
    }),
    reason,
  );
