import { capable, dayAt, inItsBody } from '../../authority/index.ts';
import { command } from '../../ontology/command.ts';
import { changeEntity } from '../../ontology/entities.ts';
import { refuse, saved } from '../../ontology/outcome.ts';
import { readAttendance } from '../../quorum/index.ts';
import { lockItemOf } from '../../workflow/index.ts';
import { answersIn } from '../answer-queries.ts';
import type { RollCallEntry, RollCallLine } from '../attendance.ts';
import type { MeetingPath } from '../meeting.ts';
import { statusOf } from '../open-meeting.ts';
import { texts } from '../texts.ts';
import { recordedIn } from './recorded.ts';
import { linesOf, parseRollCall, rollCallFrom, type SubmittedLine, withOthers } from './rules.ts';

interface SaveRollCall extends MeetingPath {
  /** The lines of the form, or the whole roll call as JSON. */
  readonly rollCall: string | readonly SubmittedLine[];
  /** The version that the actor saw; omitted: any. */
  readonly version?: string | undefined;
}

const { refused } = texts.rollCall;

/** The roll call of a form, with what others recorded since it was shown. */
const fromForm = (lines: readonly RollCallLine[], sent: readonly SubmittedLine[]) =>
  rollCallFrom(lines, withOthers(lines, sent));

/**
 * Stores the roll call of a meeting that was confirmed (spec meetings#roll-call). The form's lines
 * are checked against those who fill positions on the day of the meeting; an unreadable roll call
 * changes nothing. Its value is how many entries there are.
 */
export const saveRollCall = command<SaveRollCall, number>(
  'meeting.roll_call_saved',
  { may: inItsBody(capable('can_record_decisions'), ({ tor }) => tor) },
  async (tx, { input, now }) => {
    const meeting = await lockItemOf(tx, 'meeting', input);
    const status = statusOf(meeting);
    if (status === 'cancelled' || status === 'projected')
      throw refuse({ message: refused.notConfirmed, code: 'meeting_not_confirmed' }, 409);
    const { rollCall } = input;
    const linesNow = async () =>
      linesOf({
        positions: (await readAttendance(tx, input.tor, meeting.id, dayAt(now))).positions,
        recorded: recordedIn(meeting.properties),
        answers: await answersIn(tx, meeting.id),
      });
    const result =
      typeof rollCall === 'string' ? parseRollCall(rollCall) : fromForm(await linesNow(), rollCall);
    if ('problem' in result) {
      const { problem } = result;
      const message =
        'user' in problem ? refused[problem.kind](problem.user) : refused[problem.kind];
      throw refuse({ field: 'roll_call_data', message, code: 'roll_call_invalid' });
    }
    const entries: RollCallEntry[] = [...result.entries];
    const after = await changeEntity(tx, meeting, {
      texts: { roll_call_data: JSON.stringify(entries) },
    });
    return saved({ target: meeting, before: meeting, after, value: entries.length });
  },
);
