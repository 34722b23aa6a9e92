import type { Tx } from '../../db/database.ts';
import { ruledEntities, ruleFault } from '../../declared-rules.ts';
import { insertMissing, replaceMany } from '../../ontology/bulk-entities.ts';
import { inSavepoint, isAboutData } from '../../ontology/savepoint.ts';
import { isTaken } from '../../ontology/sqlstate.ts';
import { lockAccess } from '../../roles/index.ts';
import type { EntityItem } from '../formats/items.ts';
import { texts } from '../transfer-texts.ts';
import { type Importing, RuleBroken } from './importing.ts';
import { type AccessState, findPresent, readAccessState } from './queries.ts';
import { concernsAccess, entityRefusal, isGuarded } from './rules.ts';
import type { StoredState } from './trail.ts';
import { lockStates, newestRelation } from './trail-queries.ts';

/** Stores valid entities with unique types and names. Forbidden ones are refused individually. */
export async function importEntities(
  importing: Importing,
  items: readonly EntityItem[],
): Promise<void> {
  importing.tally.entities += items.length;
  await store(importing, await permitted(importing, items));
}

/**
 * Takes the access lock: from here on changes of access are serialized, and the actor's permissions
 * cannot change unnoticed.
 */
export async function guardAccess(importing: Importing): Promise<void> {
  if (importing.access !== undefined) return;
  importing.powers = await lockAccess(importing.tx, importing);
  importing.access = await readAccessState(importing.tx);
  importing.grantsBegin = await newestRelation(importing.tx);
}

async function permitted(
  importing: Importing,
  items: readonly EntityItem[],
): Promise<readonly EntityItem[]> {
  const guarded = items.filter(isGuarded);
  if (guarded.length === 0) return items;
  await guardAccess(importing);
  const present = await findPresent(importing.tx, guarded);
  return items.filter((item) => {
    if (!isGuarded(item)) return true;
    const there = present.get(`${item.type}:${item.name}`);
    // An unchanged relation needs no permission.
    if (there !== undefined && importing.mode === 'skip') return true;
    const refusal = entityRefusal(item, there, importing);
    if (refusal !== undefined)
      importing.tally.refuse('entity', item.index, entityAsFile(item), refusal);
    return refusal === undefined;
  });
}

/** Writes all at once; if that fails, splits them in halves to find the failing ones. */
async function store(importing: Importing, items: readonly EntityItem[]): Promise<void> {
  if (items.length === 0) return;
  try {
    const written = await write(importing, items);
    for (const [place, id] of written.created)
      importing.trail.created(items[place] as EntityItem, id);
    for (const [item, before] of written.replaced) importing.trail.updated(item, before);
    count(importing, items, written);
  } catch (error) {
    if (!(isAboutData(error) || error instanceof RuleBroken)) throw error;
    const [only] = items;
    if (items.length === 1 && only !== undefined) {
      importing.tally.refuse(
        'entity',
        only.index,
        entityAsFile(only),
        isTaken(error, 'user_name_keys') ? texts.namesake(only.name) : error.message,
      );
      return;
    }
    const middle = items.length >> 1;
    await store(importing, items.slice(0, middle));
    await store(importing, items.slice(middle));
  }
}

interface Written {
  /** Ids by index. */
  readonly created: ReadonlyMap<number, string>;
  /** Number of replaced entities. */
  readonly updated: number;
  /** Replaced entities that the audit log records, with their former state. */
  readonly replaced: readonly (readonly [EntityItem, StoredState])[];
}

async function write(importing: Importing, items: readonly EntityItem[]): Promise<Written> {
  const { tx, importId, mode, access } = importing;
  const before = items.some(({ type }) => concernsAccess(type)) ? access : undefined;
  return inSavepoint(tx, async () => {
    const created = await insertMissing(tx, items, importId);
    const rest = items.filter((_, place) => !created.has(place));
    const guarded = mode === 'upsert' ? rest.filter(isGuarded) : [];
    const states = await lockStates(tx, guarded);
    const updated = mode === 'upsert' ? await replaceMany(tx, rest, importId) : 0;
    if (before !== undefined) await requireAccess(tx, before);
    if (updated > 0) await requireRules(importing, rest);
    const replaced = guarded.flatMap((item): readonly (readonly [EntityItem, StoredState])[] => {
      const before = states.get(`${item.type}:${item.name}`);
      return before === undefined ? [] : [[item, before]];
    });
    return { created, updated, replaced };
  });
}

/**
 * Ensures that an administrator and exactly one default role remain (spec
 * permissions#administrators, roles#default-role).
 */
async function requireAccess(tx: Tx, before: AccessState): Promise<void> {
  const after = await readAccessState(tx);
  if (before.administered && !after.administered) throw new RuleBroken(texts.lastAdministrator);
  if (after.defaultRoles > 1 || (before.defaultRoles === 1 && after.defaultRoles === 0))
    throw new RuleBroken(texts.defaultRole);
}

/** Rules of features about stored data hold for replaced entities, too. */
async function requireRules({ tx, now }: Importing, items: readonly EntityItem[]): Promise<void> {
  const ruled = items.filter(({ type }) => ruledEntities.has(type));
  if (ruled.length === 0) return;
  const present = await findPresent(tx, ruled);
  const entities = ruled.flatMap(({ type, name }) => {
    const there = present.get(`${type}:${name}`);
    return there === undefined ? [] : [{ type, id: there.id }];
  });
  const fault = await ruleFault(tx, { entities }, now);
  if (fault !== undefined) throw new RuleBroken(fault);
}

function count(
  { mode, tally }: Importing,
  items: readonly EntityItem[],
  { created, updated }: Written,
): void {
  tally.created += created.size;
  tally.updated += updated;
  const there = items.filter((_, place) => !created.has(place));
  if (mode === 'skip') tally.skipped += there.length;
  if (mode !== 'fail') return;
  for (const item of there)
    tally.refuse('entity', item.index, entityAsFile(item), texts.exists(item.type, item.name));
}

/** An entity in the native format, for correction. */
export const entityAsFile = ({
  type,
  name,
  label,
  sortOrder,
  isActive,
  properties,
}: EntityItem) => ({
  ...{ entity_type: type, name, label, sort_order: sortOrder },
  ...(isActive !== undefined && { is_active: isActive }),
  properties,
});
