import { capable, dayAt, findCommittee, inBody, inItsBody } from '../../authority/index.ts';
import type { Tx } from '../../db/database.ts';
import { touch } from '../../live/index.ts';
import { lapseMotions } from '../../motions/index.ts';
import type { Actor } from '../../ontology/actor.ts';
import { command } from '../../ontology/command.ts';
import { lockEntity } from '../../ontology/entities.ts';
import { refuse, refuseMissing, saved, savedAll } from '../../ontology/outcome.ts';
import { changeRelations } from '../../ontology/relations.ts';
import type { EntitySnapshot } from '../../ontology/snapshot.ts';
import { lockItemOf, moveItem, movesFrom, readDefinition } from '../../workflow/index.ts';
import { placesOf } from '../agenda/queries.ts';
import type { MeetingPath } from '../meeting.ts';
import { lockRunningMeeting, statusOf } from '../open-meeting.ts';
import { addSpeaker, beginSpeaker, endSpeaker, findSpeaker } from '../speaker-store.ts';
import { texts } from '../texts.ts';
import { stopped, stopTimers } from '../timers.ts';

const words = texts.live.refused;

const manages = inItsBody(capable('can_manage_agenda'), ({ tor }: MeetingPath) => tor);
const records = inItsBody(capable('can_record_decisions'), ({ tor }: MeetingPath) => tor);

/**
 * Makes an entry of the agenda the current one of a running meeting: its timer starts, that of the
 * one before stops (spec meetings#live). An agenda point that waits moves to its discussion, if the
 * actor may move it. Motions on other items lapse. Its value is the title.
 */
export const startItem = command<MeetingPath & { readonly entry: string }, string>(
  'meeting.item_started',
  { may: manages },
  async (tx, { input, actor, now }) => {
    const meeting = await lockRunningMeeting(tx, input);
    const { places, entry } = await openEntry(tx, meeting, input.entry);
    if (entry.runningSince !== null) return savedAll([], entry.label);
    const running = places.filter(({ runningSince }) => runningSince !== null);
    await changeRelations(tx, [
      ...running.map((place) => stopped(meeting.id, place, now)),
      {
        ...{ type: entry.relation, source: entry.id, target: meeting.id },
        properties: { running_since: now.toISOString() },
      },
    ]);
    const lapsed = await lapseMotions(tx, { meeting: meeting.id, item: entry.id, now });
    if (entry.relation === 'scheduled_for_meeting')
      await openDiscussion(tx, { id: entry.id, tor: input.tor, actor, now });
    await touch(tx, meeting.id);
    return saved({
      ...{ target: meeting, before: { item: running[0]?.label }, after: { item: entry.label } },
      ...{ details: { entry_id: entry.id, ...(lapsed > 0 ? { lapsed } : {}) }, value: entry.label },
    });
  },
);

/** An entry of the agenda of a locked meeting, with all of them. */
async function openEntry(tx: Tx, meeting: EntitySnapshot, entry: string) {
  const places = await placesOf(tx, meeting.id);
  const found = places.find(({ id }) => id === entry);
  if (found === undefined)
    throw refuse({ message: texts.agenda.refused.notHere, code: 'not_on_agenda' });
  return { places, entry: found };
}

interface Opening {
  readonly id: string;
  readonly tor: string;
  readonly actor: Actor;
  readonly now: Date;
}

/** Moves an agenda point to its discussion; one that the actor may not move stays as it is. */
async function openDiscussion(tx: Tx, { id, tor, actor, now }: Opening): Promise<void> {
  const item = await lockEntity(tx, 'agenda_point', id);
  const definition = await readDefinition(tx, 'agenda_point');
  const standing = await findCommittee(tx, actor.id ?? '0', tor, dayAt(now));
  const { properties } = item;
  const moves = movesFrom(
    definition,
    { status: properties['status'], properties },
    { permissions: actor.permissions, standing },
  );
  const to = 'in_progress';
  if (moves.some((move) => move.to === to && move.isAllowed))
    await moveItem(tx, { scope: 'agenda_point', item, committee: tor, to, actor, now });
}

/** Stops the timer of a running meeting; no entry is the current one then. */
export const stopItem = command<MeetingPath, null>(
  'meeting.item_stopped',
  { may: manages },
  async (tx, { input, now }) => {
    const meeting = await lockRunningMeeting(tx, input);
    await stopTimers(tx, meeting, now);
    return saved({ target: meeting, details: { at: now.toISOString() }, value: null });
  },
);

interface SaveNotes extends MeetingPath {
  readonly entry: string;
  readonly notes: string;
  /** The version that the form was opened with. */
  readonly version: number;
}

/**
 * Saves the notes on an entry of a meeting that runs or is completed (spec
 * meetings#notes). Refused with 409 if someone else wrote meanwhile. Its value is the new version.
 */
export const saveNotes = command<SaveNotes, number>(
  'meeting.notes_saved',
  { may: records },
  async (tx, { input }) => {
    const meeting = await lockItemOf(tx, 'meeting', { tor: input.tor, id: input.id });
    if (!['in_progress', 'completed'].includes(statusOf(meeting)))
      throw refuse({ message: texts.refused.notRunning, code: 'meeting_not_running' }, 403);
    const { entry } = await openEntry(tx, meeting, input.entry);
    if (entry.notes === input.notes) return savedAll([], entry.notesVersion);
    if (entry.notesVersion !== input.version)
      throw refuse({ field: 'notes', message: words.notesChanged, code: 'notes_changed' }, 409);
    const version = entry.notesVersion + 1;
    await changeRelations(tx, [
      {
        ...{ type: entry.relation, source: entry.id, target: meeting.id },
        properties: { notes: input.notes, notes_version: String(version) },
      },
    ]);
    await touch(tx, meeting.id);
    return saved({
      ...{ target: meeting, before: { notes: entry.notes }, after: { notes: input.notes } },
      ...{ details: { entry_id: entry.id, entry: entry.label }, value: version },
    });
  },
);

/** Puts the actor on the list of speakers of a running meeting (spec meetings#speakers). */
export const askForFloor = command<MeetingPath, null>(
  'meeting.floor_changed',
  { may: inItsBody(inBody('meetings.view'), ({ tor }) => tor) },
  async (tx, { input, actor, now }) => {
    const meeting = await lockRunningMeeting(tx, input);
    if (actor.id === null) throw refuseMissing();
    await addSpeaker(tx, meeting.id, actor.id, now);
    await touch(tx, meeting.id);
    return savedAll([], null);
  },
);

interface ChangeFloor extends MeetingPath {
  readonly speaker: string;
  /** Gives the floor, or takes someone off the list. */
  readonly to: 'give' | 'end';
}

/**
 * Gives someone on the list the floor, which ends the speaker before, or takes someone off it.
 * Those who manage the agenda may do both, everyone else only leaves the list.
 */
export const changeFloor = command<ChangeFloor, null>(
  'meeting.floor_changed',
  { may: inItsBody(inBody('meetings.view'), ({ tor }) => tor) },
  async (tx, context) => {
    const { input, actor, now } = context;
    const meeting = await lockRunningMeeting(tx, input);
    const speaker = await findSpeaker(tx, meeting.id, input.speaker);
    if (speaker === undefined) throw refuseMissing();
    const isOwn = input.to === 'end' && speaker.userId === actor.id;
    if (!isOwn && (await manages(tx, context)) !== true)
      throw refuse({ message: words.floor, code: 'not_allowed' }, 403);
    await endSpeaker(tx, meeting.id, input.to === 'give' ? undefined : input.speaker, now);
    if (input.to === 'give') await beginSpeaker(tx, input.speaker, now);
    await touch(tx, meeting.id);
    return savedAll([], null);
  },
);
