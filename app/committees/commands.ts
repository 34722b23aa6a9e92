import type { Tx } from '../db/database.ts';
import { command } from '../ontology/command.ts';
import {
  changeEntity,
  insertEntities,
  insertEntity,
  lockEntity,
  removeEntities,
} from '../ontology/entities.ts';
import { findEntityByName } from '../ontology/lookup.ts';
import { refuse, refuseConflict, saved } from '../ontology/outcome.ts';
import { relate } from '../ontology/relations.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { CopiedItem, Source } from './committee.ts';
import { listKeys } from './form-fields.ts';
import { findDependants, findSource } from './queries.ts';
import { mayDelete } from './rules.ts';
import type { Values } from './schema.ts';
import { texts } from './texts.ts';

/** The target of an action. */
interface Done {
  readonly id: string;
  readonly label: string;
}

interface Fields {
  readonly name: string;
  readonly label: string;
  readonly values: Values;
}

interface Existing {
  readonly id: string;
  /** The version that the actor saw. */
  readonly seen?: string | undefined;
}

/**
 * Creates a committee, with copies of the positions and the protocol of another one if `from` names
 * it; positions start vacant (spec committees#creation). Returns it.
 */
export const createCommittee = command<Fields & { readonly from?: string | undefined }, Done>(
  'tor.created',
  { may: 'tor.create' },
  async (tx, { input: { name, label, values, from } }) => {
    await requireFreeName(tx, name);
    const source = from === undefined ? undefined : await findSource(tx, from);
    if (from !== undefined && source === undefined) throw refuse(texts.form.sourceGone);
    const made = await insertEntity(tx, { type: 'tor', name, label, texts: stored(values) });
    if (source !== undefined) await copyParts(tx, source, made.id);
    const copied = source && {
      from: source.label,
      ...{ positions: source.positions.length, steps: source.steps.length },
    };
    return saved({
      target: made,
      after: factsOf(made),
      ...(copied && { details: copied }),
      value: doneTo(made),
    });
  },
);

/** Changes the fields of a committee; 409 if another user changed it since `seen`. */
export const updateCommittee = command<Fields & Existing, Done>(
  'tor.updated',
  { may: 'tor.edit' },
  async (tx, { input: { id, seen, name, label, values } }) => {
    const before = await open(tx, { id, seen });
    if (name !== before.name) await requireFreeName(tx, name);
    const wanted = Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, value === '' ? undefined : value]),
    );
    const after = await changeEntity(tx, before, { name, label, texts: wanted });
    return changed(before, after);
  },
);

/** Archives a committee: it stays readable, and its meetings are no longer projected. */
export const archiveCommittee = command<Existing, Done>(
  'tor.archived',
  { may: 'tor.edit' },
  async (tx, { input }) => {
    const before = await open(tx, input);
    const after = await changeEntity(tx, before, { texts: { status: 'archived' } });
    return changed(before, after);
  },
);

/** Makes an archived committee active again. */
export const restoreCommittee = command<Existing, Done>(
  'tor.restored',
  { may: 'tor.edit' },
  async (tx, { input }) => {
    const before = await open(tx, input);
    const after = await changeEntity(tx, before, { isActive: true, texts: { status: 'active' } });
    return changed(before, after);
  },
);

/**
 * Deletes a committee with its positions, protocol, templates and dependencies. Refused while a
 * position is held or its record is in use (spec committees#deletion).
 */
export const deleteCommittee = command<Existing, Done>(
  'tor.deleted',
  { may: 'tor.edit' },
  async (tx, { input, now }) => {
    const before = await open(tx, input);
    const verdict = mayDelete(before.label, await findDependants(tx, before.id, now));
    if (verdict !== true) throw refuse({ message: verdict, code: 'in_use' }, 409);
    const removed = await removeEntities(tx, [before.id]);
    return saved({
      ...{ target: before, before: factsOf(before) },
      details: { name: before.name, count: removed.length - 1 },
      value: doneTo(before),
    });
  },
);

async function open(tx: Tx, { id, seen }: Existing): Promise<EntitySnapshot> {
  const found = await lockEntity(tx, 'tor', id);
  if (seen !== undefined && found.version !== seen) throw refuseConflict(found, seen);
  return found;
}

async function requireFreeName(tx: Tx, name: string): Promise<void> {
  const other = await findEntityByName(tx, 'tor', name);
  if (other === undefined) return;
  const message = texts.form.taken(name, other.label);
  throw refuse({ field: 'name', message, code: 'name_taken' });
}

/** Copies what lies below a committee to another one, without holders. */
async function copyParts(tx: Tx, { positions, steps }: Source, to: string): Promise<void> {
  const named = (items: readonly CopiedItem[]) =>
    items.map((item) => ({ ...item, name: `${to}:${item.name.replace(/^\d+:/, '')}` }));
  const madePositions = await insertEntities(tx, 'tor_function', named(positions));
  const madeSteps = await insertEntities(tx, 'protocol_step', named(steps));
  await relate(tx, [
    ...madePositions.map((source) => ({ type: 'belongs_to_tor', source, target: to })),
    ...madeSteps.map((source) => ({ type: 'protocol_of', source, target: to })),
  ]);
}

/** Only lists are stored when they are empty (spec committees#creation). */
const stored = (values: Values): Values =>
  Object.fromEntries(
    Object.entries({ ...Object.fromEntries(listKeys.map((key) => [key, '[]'])), ...values }).filter(
      ([, value]) => value !== '',
    ),
  );

const changed = (before: EntitySnapshot, after: EntitySnapshot) =>
  saved({
    ...{ target: after, before: factsOf(before), after: factsOf(after) },
    value: doneTo(after),
  });

const doneTo = ({ id, label }: EntitySnapshot): Done => ({ id, label });

const factsOf = ({ name, label, isActive, properties }: EntitySnapshot) => ({
  ...{ name, label, active: isActive },
  ...properties,
});
