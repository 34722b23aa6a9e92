import { capabilities, dayAt } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import { command } from '../ontology/command.ts';
import {
  changeEntity,
  insertEntity,
  lockEntity,
  placeEach,
  removeEntities,
} from '../ontology/entities.ts';
import type { Target } from '../ontology/order.ts';
import { refuse, refuseConflict, refuseMissing, saved, savedAll } from '../ontology/outcome.ts';
import { relate } from '../ontology/relations.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import {
  findNamesake,
  listPlaces,
  lockPosition,
  type PositionPath,
  type StoredPosition,
} from './queries.ts';
import { isOn, movedPosition, seatsTaken, storedName } from './rules.ts';
import type { PositionInput } from './schema.ts';
import { texts } from './texts.ts';

/** A position that a command changed. */
export interface Done {
  readonly id: string;
  readonly label: string;
}

/** Creates a position at the end of its membership (spec positions#fields). */
export const createPosition = command<PositionInput & { readonly committee: string }, Done>(
  'tor.function_created',
  { may: 'tor.edit' },
  async (tx, { input }) => {
    const committee = await lockEntity(tx, 'tor', input.committee);
    await requireFreeName(tx, committee.id, input.name);
    const places = await listPlaces(tx, committee.id);
    const position = await insertEntity(tx, {
      type: 'tor_function',
      name: storedName(committee.id, input.name),
      label: input.label,
      sortOrder: places.length + 1,
      properties: propertiesOf(input),
    });
    await relate(tx, [{ type: 'belongs_to_tor', source: position.id, target: committee.id }]);
    return saved({
      target: committee,
      after: factsOf(position, input.name),
      details: { position_id: position.id, position: position.label },
      value: { id: position.id, label: position.label },
    });
  },
);

type Change = PositionInput & PositionPath & { readonly version?: string | undefined };

/** Changes a position. It keeps a seat for everyone who fills it (spec positions#seats). */
export const updatePosition = command<Change, Done>(
  'tor.function_updated',
  { may: 'tor.edit' },
  async (tx, { input, now }) => {
    const { committee, before } = await open(tx, input, now);
    if (input.name !== before.shortName)
      await requireFreeName(tx, committee.id, input.name, before.id);
    const taken = seatsTaken(before.terms, { since: before.today, until: null });
    if (input.seats < taken) throw refuse({ field: 'seats', message: texts.tooFewSeats(taken) });
    const after = await changeEntity(tx, before, {
      ...(input.name === before.shortName ? {} : { name: storedName(committee.id, input.name) }),
      label: input.label,
      properties: propertiesOf(input),
    });
    return saved({
      target: committee,
      before: factsOf(before, before.shortName),
      after: factsOf(after, input.name),
      details: { position_id: before.id, position: after.label },
      value: { id: before.id, label: after.label },
    });
  },
);

/** Deletes a position that no one fills, today or later (spec positions#deletion). */
export const deletePosition = command<
  PositionPath & { readonly version?: string | undefined },
  Done
>('tor.function_deleted', { may: 'tor.edit' }, async (tx, { input, now }) => {
  const { committee, before } = await open(tx, input, now);
  const holders = before.terms.filter(({ until }) => (until ?? before.today) >= before.today);
  if (holders.length > 0) throw refuse({ message: heldBy(before, holders), code: 'held' }, 409);
  await removeEntities(tx, [before.id]);
  return saved({
    target: committee,
    before: factsOf(before, before.shortName),
    details: { position_id: before.id, position: before.label },
    value: { id: before.id, label: before.label },
  });
});

/** Why a position cannot be deleted: who fills it. */
const heldBy = ({ label, today }: StoredPosition, holders: StoredPosition['terms']): string => {
  const current = holders.filter((term) => isOn(term, today));
  const users = [...new Set([...current, ...holders].map(({ user }) => user))];
  return texts.deletion.held(label, users.slice(0, 5), Math.max(0, users.length - 5));
};

/** Where a position went. */
export interface Moved extends Done {
  readonly place: number;
  readonly of: number;
}

/** Moves a position and numbers all of them from 1 (spec positions#order). */
export const movePosition = command<PositionPath & { readonly to: Target }, Moved>(
  'tor.function_moved',
  { may: 'tor.edit' },
  async (tx, { input, now }) => {
    const { committee, before } = await open(tx, input, now);
    const places = await listPlaces(tx, committee.id);
    const ids = places.map(({ id }) => id);
    const after = movedPosition(places, before.id, input.to);
    const place = (after ?? ids).indexOf(before.id) + 1;
    if (after !== undefined)
      await placeEach(tx, new Map(after.map((id, index) => [id, index + 1])));
    const change = {
      ...{ target: committee, before: { place: ids.indexOf(before.id) + 1 }, after: { place } },
      details: { position_id: before.id, position: before.label },
    };
    return savedAll(after === undefined ? [] : [change], {
      ...{ id: before.id, label: before.label, place, of: ids.length },
    });
  },
);

/** The committee and the position of a path, both locked; ends the command with 404 otherwise. */
export async function open(
  tx: Tx,
  { version, ...path }: PositionPath & { readonly version?: string | undefined },
  now: Date,
): Promise<{ readonly committee: EntitySnapshot; readonly before: StoredPosition }> {
  const committee = await lockEntity(tx, 'tor', path.committee);
  const before = await lockPosition(tx, path, dayAt(now));
  if (before === undefined) throw refuseMissing();
  if (version !== undefined && version !== before.version) throw refuseConflict(before, version);
  return { committee, before };
}

async function requireFreeName(
  tx: Tx,
  committee: string,
  name: string,
  exceptId?: string,
): Promise<void> {
  const label = await findNamesake(tx, committee, name, exceptId);
  if (label !== undefined)
    throw refuse({ field: 'name', message: texts.taken(name, label), code: 'name_taken' });
}

const propertiesOf = (input: PositionInput) => ({
  membership_type: input.membership_type,
  category: input.category,
  description: input.description,
  seats: input.seats,
  voting: input.voting,
  vote_weight: input.vote_weight,
  ...Object.fromEntries(capabilities.map((capability) => [capability, input[capability]])),
});

const factsOf = ({ label, properties }: EntitySnapshot, name: string) => ({
  ...properties,
  name,
  label,
});
