import { dayAt, inBody, inItsBody } from '../../authority/index.ts';
import { touch } from '../../live/index.ts';
import { command } from '../../ontology/command.ts';
import { refuse, saved } from '../../ontology/outcome.ts';
import { changeRelations, relate } from '../../ontology/relations.ts';
import { readAttendance } from '../../quorum/index.ts';
import { lockItemOf } from '../../workflow/index.ts';
import type { Answer } from '../answer.ts';
import type { MeetingPath } from '../meeting.ts';
import { statusOf } from '../open-meeting.ts';
import { linesOf } from '../roll-call/rules.ts';
import { texts } from '../texts.ts';

interface AnswerInvitation extends MeetingPath {
  readonly answer: Answer;
  /** User name of the substitute; empty for none. Only for one who declines. */
  readonly substitute: string;
  readonly note: string;
}

const { refused } = texts.answers;

/**
 * Keeps the actor's answer to the invitation of a meeting that has not begun (spec
 * meetings#answers); a later one replaces it. Refused for users who take no seat on the day, and
 * for a substitute who may not stand in.
 */
export const answerInvitation = command<AnswerInvitation, null>(
  'meeting.answered',
  { may: inItsBody(inBody('meetings.view'), ({ tor }) => tor) },
  async (tx, { input, actor, now }) => {
    const meeting = await lockItemOf(tx, 'meeting', { tor: input.tor, id: input.id });
    if (!['projected', 'confirmed'].includes(statusOf(meeting)))
      throw refuse({ message: refused.over, code: 'meeting_begun' }, 409);
    const { positions } = await readAttendance(tx, input.tor, meeting.id, dayAt(now));
    const line = linesOf({ positions, recorded: [], answers: [] }).find(
      ({ userId }) => userId === actor.id,
    );
    if (line === undefined) throw refuse({ message: refused.notMember, code: 'not_member' }, 409);
    const substitute = input.answer === 'declined' ? input.substitute : '';
    if (substitute !== '' && !line.substitutes.some(({ username }) => username === substitute))
      throw refuse({ field: 'substitute', message: refused.substitute, code: 'substitute' });
    const key = { type: 'answers_meeting', source: line.userId, target: meeting.id };
    await relate(tx, [key]);
    const { answer, note } = input;
    const properties = {
      ...{ answer, substitute: substitute || null, note: note || null },
      answered_at: now.toISOString().slice(0, 19),
    };
    await changeRelations(tx, [{ ...key, properties }]);
    await touch(tx, meeting.id);
    return saved({ target: meeting, after: { answer, substitute, by: line.user }, value: null });
  },
);
