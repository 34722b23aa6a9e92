import { capable, inItsBody, readDay } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import { command } from '../ontology/command.ts';
import { changeEntity, insertEntity, lockEntity, uniqueName } from '../ontology/entities.ts';
import { refuse, saved } from '../ontology/outcome.ts';
import { relate } from '../ontology/relations.ts';
import type { PropertyChanges } from '../ontology/schema.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { initialStatus, lockItemOf, moveItem, transition } from '../workflow/index.ts';
import { isOpen } from './meeting.ts';
import { statusOf } from './open-meeting.ts';
import { areMembers, meetingsOn, type SameDay } from './queries.ts';
import { isBeforeEarliest } from './rules.ts';
import type { MeetingDetails, MeetingInput } from './schema.ts';
import { texts } from './texts.ts';
import { stopTimers } from './timers.ts';

interface ConfirmMeeting {
  /** Id of the committee. */
  readonly tor: string;
  /** YYYY-MM-DD, a valid date. */
  readonly date: string;
  /** The first date that is accepted. */
  readonly earliest: 'today' | 'tomorrow';
  /** A stored meeting; omitted: the one on the date, or a new one. */
  readonly meeting?: string | undefined;
  readonly details?: MeetingDetails;
}

interface ConfirmedMeeting {
  readonly id: string;
  readonly label: string;
}

/**
 * Confirms a meeting of a committee on a date, and creates it if it is only projected (spec
 * calendar#confirming). A committee has at most one meeting on a date that is not cancelled: the
 * committee is locked, so of two requests at once the second finds the meeting of the first.
 * Refused with 409 if there is another one, with 422 for the date and for a meeting that is not
 * projected.
 */
export const confirmMeeting = command<ConfirmMeeting, ConfirmedMeeting>(
  'meeting.confirmed',
  { may: inItsBody(capable('can_call_meetings'), ({ tor }) => tor) },
  async (tx, { input, actor, now }) => {
    const committee = await lockEntity(tx, 'tor', input.tor);
    const { earliest, date, details = {} } = input;
    if (isBeforeEarliest(date, earliest, await readDay(tx, now)))
      throw refuse({
        field: 'meeting_date',
        message: earliest === 'today' ? texts.refused.past : texts.refused.notLater,
        code: 'date_past',
      });
    await requireMembers(tx, input.tor, date, details);
    const given = input.meeting === undefined ? undefined : await ownMeeting(tx, input);
    if (isArchived(committee))
      throw refuse({ message: texts.refused.archived, code: 'committee_archived' }, 409);
    const sameDay = given === undefined ? await meetingsOn(tx, input.tor, date) : [];
    const before = given ?? (await projectedOn(tx, sameDay));
    const item =
      before === undefined
        ? await insertMeeting(tx, { committee, isFirst: sameDay.length === 0, input })
        : await changeEntity<'meeting'>(tx, before, { properties: details });
    const { after } = await moveItem(tx, {
      ...{ scope: 'meeting', item, committee: input.tor, to: 'confirmed', actor, now },
    });
    const { id, label } = after;
    const target = { type: 'meeting', id, label };
    return saved({ target, before, after, value: { id, label } });
  },
);

/** The meeting that was named, if it is projected and the committee's own. */
async function ownMeeting(tx: Tx, { tor, meeting = '' }: ConfirmMeeting): Promise<EntitySnapshot> {
  const found = await lockItemOf(tx, 'meeting', { tor, id: meeting });
  if (statusOf(found) !== 'projected')
    throw refuse({ message: texts.refused.notProjected, code: 'not_projected' });
  return found;
}

/** The projected meeting of a date; `undefined` if there is none. Refused if one takes place. */
async function projectedOn(
  tx: Tx,
  sameDay: readonly SameDay[],
): Promise<EntitySnapshot | undefined> {
  const live = sameDay.find(({ status, isOnDate }) => isOnDate && status !== 'cancelled');
  if (live === undefined) return undefined;
  if (live.status !== 'projected')
    throw refuse(
      { field: 'meeting_date', message: texts.refused.exists, code: 'meeting_exists' },
      409,
    );
  return lockEntity(tx, 'meeting', live.id);
}

interface NewMeeting {
  readonly committee: EntitySnapshot;
  /** Whether no other meeting was created for its date, cancelled or not. */
  readonly isFirst: boolean;
  readonly input: ConfirmMeeting;
}

async function insertMeeting(
  tx: Tx,
  { committee, isFirst, input: { date, details = {} } }: NewMeeting,
): Promise<EntitySnapshot> {
  const label = texts.label(committee.label, date);
  const properties: PropertyChanges<'meeting'> = {
    ...details,
    meeting_date: date,
    status: await initialStatus(tx, 'meeting'),
    // A second meeting for a date is another one for calendars (spec calendar#identity).
    ...(isFirst ? { occurrence_date: date } : {}),
  };
  const meeting = await insertEntity<'meeting'>(tx, {
    ...{ type: 'meeting', name: uniqueName(label), label },
    properties,
  });
  await relate(tx, [{ type: 'belongs_to_tor', source: meeting.id, target: committee.id }]);
  return meeting;
}

/** Chair and secretary fill a position of the committee on the day (spec meetings#editing). */
async function requireMembers(
  tx: Tx,
  tor: string,
  date: string,
  { chair_user_id: chair, secretary_user_id: secretary }: MeetingDetails,
): Promise<void> {
  const chosen = Object.entries({ chair_user_id: chair, secretary_user_id: secretary });
  const ids = chosen.flatMap(([, id]) => id || []);
  const members = ids.length === 0 ? new Set<string>() : await areMembers(tx, tor, date, ids);
  const reasons = chosen.flatMap(([field, id]) =>
    !id || members.has(id) ? [] : [{ field, message: texts.refused.user, code: 'not_member' }],
  );
  if (reasons.length > 0) throw refuse(reasons);
}

/**
 * Changes date and details of a meeting that is not over (spec meetings#editing). Empty details are
 * removed. A meeting that moves keeps its identity for calendars. Refused with 422 for a date in the
 * past, one on which the committee has another meeting, and a chair who is no member.
 */
export const updateMeeting = command<
  Omit<MeetingInput, 'date'> & { readonly tor: string; readonly id: string; readonly date: string },
  ConfirmedMeeting
>(
  'meeting.updated',
  { may: inItsBody(capable('can_call_meetings'), ({ tor }) => tor) },
  async (tx, { input, now }) => {
    const { tor, id, date, details, version } = input;
    const committee = await lockEntity(tx, 'tor', tor);
    const before = await lockItemOf(tx, 'meeting', { tor, id, version });
    if (!isOpen(statusOf(before)))
      throw refuse({ message: texts.refused.editOver, code: 'meeting_over' }, 409);
    const moves = date !== before.properties['meeting_date'];
    if (moves && isBeforeEarliest(date, 'today', await readDay(tx, now)))
      throw refuse({ field: 'meeting_date', message: texts.refused.past, code: 'date_past' });
    if (moves) await requireFree(tx, tor, date, id);
    await requireMembers(tx, tor, date, changedPeople(before, details));
    const label = moves ? texts.label(committee.label, date) : before.label;
    const after = await changeEntity<'meeting'>(tx, before, {
      ...{ label, properties: { ...details, meeting_date: date } },
    });
    return saved({ target: after, before, after, value: { id, label } });
  },
);

/** Those who were chosen already stay, also after their term. */
const changedPeople = ({ properties }: EntitySnapshot, details: MeetingDetails): MeetingDetails =>
  Object.fromEntries(Object.entries(details).filter(([key, value]) => value !== properties[key]));

async function requireFree(tx: Tx, tor: string, date: string, id: string): Promise<void> {
  const others = await meetingsOn(tx, tor, date);
  const isTaken = others.some(
    (other) => other.id !== id && other.isOnDate && other.status !== 'cancelled',
  );
  if (isTaken)
    throw refuse({ field: 'meeting_date', message: texts.refused.exists, code: 'meeting_exists' });
}

/**
 * Moves a meeting along its life cycle (spec meetings#life-cycle): users who may call meetings may do
 * each step. The end of a meeting stops its timer.
 */
export const moveMeeting = transition('meeting.transition', {
  scope: 'meeting',
  may: capable('can_call_meetings'),
  effect: async (tx, { after }, { now }) => {
    await stopTimers(tx, after, now);
    return [];
  },
});

const isArchived = ({ isActive, properties }: EntitySnapshot): boolean =>
  !isActive || (properties['status'] ?? 'active') !== 'active';
