import { capable, inItsBody } from '../../authority/index.ts';
import type { Tx } from '../../db/database.ts';
import { touch } from '../../live/index.ts';
import { command } from '../../ontology/command.ts';
import { insertEntity, removeEntities, uniqueName } from '../../ontology/entities.ts';
import { type Change, refuse, refuseMissing, saved, savedAll } from '../../ontology/outcome.ts';
import { changeRelations, relate, unrelate } from '../../ontology/relations.ts';
import type { EntitySnapshot } from '../../ontology/snapshot.ts';
import type { MeetingPath } from '../meeting.ts';
import { lockOpenMeeting } from '../open-meeting.ts';
import { texts } from '../texts.ts';
import { leftOpen, lockPoints, type Placed, placesOf } from './queries.ts';
import { movedEntry, type Place } from './rules.ts';
import type { EntryInput } from './schema.ts';

const { refused } = texts.agenda;

interface Points extends MeetingPath {
  readonly points: readonly string[];
}

const may = inItsBody(capable('can_manage_agenda'), ({ tor }: MeetingPath) => tor);

/**
 * Puts agenda points at the end of a meeting's agenda (spec meetings#agenda). Those that are on it
 * already stay where they are. Refused with 422 for a point that is not the committee's, is closed,
 * or stands on the agenda of another meeting. Its value is how many were added.
 */
export const assignPoints = command<Points, number>(
  'meeting.agenda_assigned',
  { may },
  async (tx, { input }) => {
    const { meeting, places } = await openAgenda(tx, input);
    const ids = [...new Set(input.points)].filter((id) => !places.some((place) => place.id === id));
    const changes = await appendPoints(tx, { meeting, places, tor: input.tor, ids });
    return savedAll(changes, ids.length);
  },
);

/**
 * Puts the agenda points that the last meeting left open onto the agenda, in their order (spec
 * meetings#backlog). Its value is how many there were.
 */
export const carryOver = command<MeetingPath, number>(
  'meeting.agenda_carried',
  { may },
  async (tx, { input }) => {
    const { meeting, places } = await openAgenda(tx, input);
    const ids = await leftOpen(tx, input.tor, meeting.properties['meeting_date'] ?? '');
    if (ids.length === 0) throw refuse({ message: refused.nothingOpen, code: 'nothing_open' });
    return savedAll(await appendPoints(tx, { meeting, places, tor: input.tor, ids }), ids.length);
  },
);

/** A meeting that is not over, locked, with its agenda. */
async function openAgenda(tx: Tx, path: MeetingPath) {
  const meeting = await lockOpenMeeting(tx, path);
  return { meeting, places: await placesOf(tx, meeting.id) };
}

interface Append {
  readonly meeting: EntitySnapshot;
  readonly places: readonly Placed[];
  readonly tor: string;
  readonly ids: readonly string[];
}

async function appendPoints(
  tx: Tx,
  { meeting, places, tor, ids }: Append,
): Promise<readonly Change[]> {
  if (ids.length === 0) return [];
  const found = new Map((await lockPoints(tx, tor, ids)).map((point) => [point.id, point]));
  const points = ids.map((id) => found.get(id));
  const field = 'agenda_point_id';
  const known = points.filter((point) => point !== undefined);
  if (known.length < ids.length)
    throw refuse({ field, message: refused.otherCommittee, code: 'not_of_committee' });
  const busy = known.find(({ isWaiting }) => !isWaiting);
  if (busy !== undefined)
    throw refuse({ field, message: refused.elsewhere(busy.label), code: 'on_another_agenda' });
  const last = Math.max(0, ...places.map(({ order }) => Number(order ?? 0) || 0));
  await relate(
    tx,
    known.map(({ id }, at) => ({
      ...{ type: 'scheduled_for_meeting', source: id, target: meeting.id },
      properties: { agenda_order: String(last + at + 1) },
    })),
  );
  await touch(tx, meeting.id);
  return known.map(({ id, label }) => ({
    ...{ target: meeting, after: { agenda_point: label }, details: { agenda_point_id: id } },
  }));
}

/**
 * Takes an agenda point off a meeting's agenda. Refused if it is not on it, or if something was
 * recorded about it, which would be lost.
 */
export const removePoint = command<MeetingPath & { readonly point: string }, string>(
  'meeting.agenda_removed',
  { may },
  async (tx, { input }) => {
    const { meeting, places } = await openAgenda(tx, input);
    const place = places.find(({ id }) => id === input.point);
    if (place === undefined || place.relation !== 'scheduled_for_meeting')
      throw refuse({ field: 'agenda_point_id', message: refused.notHere, code: 'not_on_agenda' });
    if (place.hasRecord || place.runningSince !== null)
      throw refuse({ message: refused.recorded(place.label), code: 'recorded' }, 409);
    await unrelate(tx, [{ type: place.relation, source: place.id, target: meeting.id }]);
    await renumber(tx, meeting.id, without(places, place.id));
    await touch(tx, meeting.id);
    return saved({
      ...{ target: meeting, before: { agenda_point: place.label } },
      ...{ details: { agenda_point_id: place.id }, value: place.label },
    });
  },
);

const without = (places: readonly Placed[], id: string): readonly Placed[] =>
  places.filter((place) => place.id !== id);

/** Numbers an agenda from 1 without gaps. */
async function renumber(tx: Tx, meeting: string, places: readonly Placed[]): Promise<void> {
  const changed = places.flatMap(({ id, relation, order }, at) => {
    const properties = { agenda_order: String(at + 1) };
    return order === properties.agenda_order
      ? []
      : [{ type: relation, source: id, target: meeting, properties }];
  });
  await changeRelations(tx, changed);
}

/** Where an entry went. */
interface MovedTo {
  readonly id: string;
  readonly label: string;
  readonly place: number;
  readonly of: number;
}

/** Moves an entry of an agenda and numbers all of them from 1 (spec meetings#order). */
export const moveAgendaEntry = command<
  MeetingPath & { readonly entry: string; readonly place: Place },
  MovedTo
>('meeting.agenda_moved', { may }, async (tx, { input }) => {
  const { meeting, places } = await openAgenda(tx, input);
  const byId = new Map(places.map((place) => [place.id, place]));
  const entry = byId.get(input.entry);
  if (entry === undefined) throw refuse({ message: refused.notHere, code: 'not_on_agenda' });
  const ids = places.map(({ id }) => id);
  const order = movedEntry(ids, entry.id, input.place);
  const place = (order ?? ids).indexOf(entry.id) + 1;
  const value = { id: entry.id, label: entry.label, place, of: ids.length };
  if (order === undefined) return savedAll([], value);
  await renumber(
    tx,
    meeting.id,
    order.flatMap((id) => byId.get(id) ?? []),
  );
  await touch(tx, meeting.id);
  return saved({
    ...{ target: meeting, before: { place: ids.indexOf(entry.id) + 1 }, after: { place } },
    ...{ details: { entry_id: entry.id, entry: entry.label }, value },
  });
});

/** Adds a section or a break at the end of an agenda. Its value is its title. */
export const addEntry = command<MeetingPath & EntryInput, string>(
  'meeting.entry_added',
  { may },
  async (tx, { input }) => {
    const { meeting, places } = await openAgenda(tx, input);
    if (places.length >= 200) throw refuse({ message: refused.full(200), code: 'agenda_full' });
    const { kind, title, minutes } = input;
    const entry = await insertEntity<'meeting_entry'>(tx, {
      ...{ type: 'meeting_entry', name: uniqueName(title), label: title },
      properties: { kind, ...(minutes === null ? {} : { minutes }) },
    });
    await relate(tx, [
      {
        ...{ type: 'entry_of', source: entry.id, target: meeting.id },
        properties: { agenda_order: String(places.length + 1) },
      },
    ]);
    await renumber(tx, meeting.id, places);
    await touch(tx, meeting.id);
    return saved({
      ...{ target: meeting, after: { [kind]: title }, details: { entry_id: entry.id } },
      value: title,
    });
  },
);

/** Removes a section or a break. Its value is its title. */
export const removeEntry = command<MeetingPath & { readonly entry: string }, string>(
  'meeting.entry_removed',
  { may },
  async (tx, { input }) => {
    const { meeting, places } = await openAgenda(tx, input);
    const entry = places.find(({ id, relation }) => id === input.entry && relation === 'entry_of');
    if (entry === undefined) throw refuseMissing();
    await removeEntities(tx, [entry.id]);
    await renumber(tx, meeting.id, without(places, entry.id));
    await touch(tx, meeting.id);
    return saved({
      ...{ target: meeting, before: { entry: entry.label }, details: { entry_id: entry.id } },
      value: entry.label,
    });
  },
);
