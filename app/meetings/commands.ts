import { capable, inItsBody } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import { command } from '../ontology/command.ts';
import { changeEntity, insertEntity, lockEntity, uniqueName } from '../ontology/entities.ts';
import { refuse, refuseMissing, saved } from '../ontology/outcome.ts';
import { relate } from '../ontology/relations.ts';
import type { PropertyChanges } from '../ontology/schema.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { isMeetingOf, meetingsOn, type SameDay, todayHere } from './queries.ts';
import { isBeforeEarliest } from './rules.ts';
import type { MeetingDetails } from './schema.ts';
import { texts } from './texts.ts';

export interface ConfirmMeeting {
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

export interface ConfirmedMeeting {
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
  async (tx, { input, now }) => {
    const committee = await lockEntity(tx, 'tor', input.tor);
    const { earliest, date } = input;
    if (isBeforeEarliest(date, earliest, await todayHere(tx, now)))
      throw refuse({
        field: 'meeting_date',
        message: earliest === 'today' ? texts.refused.past : texts.refused.notLater,
        code: 'date_past',
      });
    const given = input.meeting === undefined ? undefined : await ownMeeting(tx, input);
    if (isArchived(committee))
      throw refuse({ message: texts.refused.archived, code: 'committee_archived' }, 409);
    const sameDay = given === undefined ? await meetingsOn(tx, input.tor, date) : [];
    const before = given ?? (await projectedOn(tx, sameDay));
    const after =
      before === undefined
        ? await insertMeeting(tx, { committee, isFirst: sameDay.length === 0, input })
        : await changeEntity<'meeting'>(tx, before, {
            properties: { ...input.details, status: 'confirmed' },
          });
    const { id, label } = after;
    const target = { type: 'meeting', id, label };
    return saved({ target, before, after, value: { id, label } });
  },
);

/** The meeting that was named, if it is projected and the committee's own. */
async function ownMeeting(tx: Tx, { tor, meeting = '' }: ConfirmMeeting): Promise<EntitySnapshot> {
  if (!(await isMeetingOf(tx, tor, meeting))) throw refuseMissing();
  const found = await lockEntity(tx, 'meeting', meeting);
  if ((found.properties['status'] ?? 'projected') !== 'projected')
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
    status: 'confirmed',
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

const isArchived = ({ isActive, properties }: EntitySnapshot): boolean =>
  !isActive || (properties['status'] ?? 'active') !== 'active';
