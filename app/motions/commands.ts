import { capable, inBody, inItsBody } from '../authority/index.ts';
import type { Tx } from '../db/database.ts';
import { touch } from '../live/index.ts';
import { type CommandContext, command } from '../ontology/command.ts';
import { refuse, refuseMissing, saved } from '../ontology/outcome.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { lockItemOf } from '../workflow/index.ts';
import type { Hands, Motion, RecordedResult } from './motion.ts';
import {
  type By,
  insertMotion,
  writeMotionResult,
  writeOpened,
  writeSeconder,
} from './motion-store.ts';
import { type MotionFacts, readMotionFacts } from './queries.ts';
import {
  mayWithdraw,
  presentIn,
  problemOfMoving,
  problemOfOpening,
  problemOfSeconding,
  problemOfSettling,
  votersIn,
} from './rules.ts';
import type { MotionInput } from './schema.ts';
import { texts } from './texts.ts';
import { whatIsMoved } from './words.ts';

/** A meeting in the path of a route. */
interface AtMeeting {
  /** Id of the committee. */
  readonly tor: string;
  /** Id of the meeting. */
  readonly id: string;
}

/** A motion in the path of a route. */
export interface MotionPath extends AtMeeting {
  readonly motion: string;
}

/** Runs the live view: the same users who open its items. */
const manages = inItsBody<AtMeeting>(capable('can_manage_agenda'), ({ tor }) => tor);
const attends = inItsBody<AtMeeting>(inBody('meetings.view'), ({ tor }) => tor);

const { refused } = texts;

/**
 * Moves a motion on the current item of a running meeting (spec motions#moving). Refused with 403
 * for users without a vote who is present, with 409 if no item is open or the same motion waits.
 * Its value is the id.
 */
export const moveMotion = command<MotionInput & AtMeeting, string>(
  'motion.moved',
  { may: attends },
  async (tx, context) => {
    const { meeting, motions, item, quorum, by } = await running(tx, context);
    const { kind, wording } = context.input;
    const voters = votersIn(quorum.seats);
    const problem = problemOfMoving({ kind, user: by.id, item, voters, motions });
    if (problem === 'notVoter') throw refuse({ message: refused.notVoter, code: 'no_vote' }, 403);
    if (problem !== undefined || item === undefined)
      throw refuse(
        { message: refused[problem ?? 'noItem'], code: codes[problem ?? 'noItem'] },
        409,
      );
    const id = await insertMotion(tx, { meeting: meeting.id, point: item, kind, wording }, by);
    await touch(tx, meeting.id);
    const after = { motion: whatIsMoved({ kind, wording }) };
    return saved({ target: meeting, after, details: { motion_id: id, point_id: item }, value: id });
  },
);

/** Codes of refusals for programs. */
const codes = {
  noItem: 'no_item',
  moved: 'motion_waits',
  tooMany: 'too_many_motions',
  own: 'own_motion',
  seconded: 'motion_seconded',
  settled: 'motion_settled',
  oneOpen: 'motion_open',
  notNext: 'motion_not_next',
  notOpen: 'motion_not_open',
} as const;

/** Seconds a motion of another user, once (spec motions#seconding). */
export const secondMotion = command<MotionPath, null>(
  'motion.seconded',
  { may: attends },
  async (tx, context) => {
    const { meeting, motions, quorum, by } = await running(tx, context);
    const motion = motionIn(motions, context.input.motion);
    const present = presentIn(quorum.seats);
    const problem = problemOfSeconding({ motion, user: by.id, present });
    if (problem === 'notPresent')
      throw refuse({ message: refused.notPresent, code: 'not_present' }, 403);
    if (problem !== undefined)
      throw refuse({ message: refused[problem], code: codes[problem] }, 409);
    await writeSeconder(tx, motion.id, by);
    return done(tx, meeting, motion);
  },
);

/** Opens the motion that comes next, while no other one is open (spec motions#opening). */
export const openMotion = command<MotionPath, null>(
  'motion.opened',
  { may: manages },
  async (tx, context) => {
    const { meeting, motions, by } = await running(tx, context);
    const motion = motionIn(motions, context.input.motion);
    const problem = problemOfOpening(motion, motions);
    if (problem !== undefined)
      throw refuse({ message: refused[problem], code: codes[problem] }, 409);
    await writeOpened(tx, motion.id, by);
    return done(tx, meeting, motion);
  },
);

interface CloseMotion extends MotionPath {
  readonly result: RecordedResult;
  /** Votes by show of hands; omitted: by consent. */
  readonly hands?: Hands | undefined;
}

/**
 * Records how a motion was settled and closes it, once (spec motions#results). The mover may
 * withdraw a motion that waits; everything else is for those who manage the agenda. Refused with 422
 * for counts that can't be.
 */
export const closeMotion = command<CloseMotion, null>(
  'motion.closed',
  { may: attends },
  async (tx, context) => {
    const { input } = context;
    const { meeting, motions, quorum, by } = await running(tx, context);
    const { result, hands } = input;
    const motion = motionIn(motions, input.motion);
    const isOwn = result === 'withdrawn' && mayWithdraw(motion, by.id);
    if (!isOwn && (await manages(tx, context)) !== true)
      throw refuse({ message: refused.chair, code: 'not_allowed' }, 403);
    const problem = problemOfSettling({ motion, result, hands, votes: quorum.present });
    if (problem === 'settled' || problem === 'notOpen')
      throw refuse({ message: refused[problem], code: codes[problem] }, 409);
    if (problem !== undefined) throw refuse(reasonOf(problem, quorum.present));
    await writeMotionResult(tx, motion.id, { result, hands }, by);
    return done(tx, meeting, motion, { result, ...hands });
  },
);

/** Shows those at the meeting what happened to a motion, and records it. */
async function done(tx: Tx, meeting: EntitySnapshot, motion: Motion, facts: object = {}) {
  await touch(tx, meeting.id);
  const after = { motion: whatIsMoved(motion), ...facts };
  return saved({ target: meeting, after, details: { motion_id: motion.id }, value: null });
}

const reasonOf = (
  problem: 'noVote' | 'noHands' | 'tooManyHands' | 'notCarried',
  votes: number,
) => ({
  field: 'votes_for',
  message: problem === 'tooManyHands' ? refused.tooManyHands(votes) : refused[problem],
  code: 'votes_invalid',
});

type Running = MotionFacts & { readonly meeting: EntitySnapshot; readonly by: By };

/** Locks a running meeting of the committee and reads what its motions depend on. */
async function running(
  tx: Tx,
  { input, actor, now }: Pick<CommandContext<AtMeeting>, 'input' | 'actor' | 'now'>,
): Promise<Running> {
  const meeting = await lockItemOf(tx, 'meeting', { tor: input.tor, id: input.id });
  if (meeting.properties['status'] !== 'in_progress')
    throw refuse({ message: refused.notRunning, code: 'meeting_not_running' }, 403);
  if (actor.id === null) throw refuseMissing();
  const facts = await readMotionFacts(tx, { tor: input.tor, meeting: meeting.id, now });
  return { ...facts, meeting, by: { id: actor.id, label: actor.label, now } };
}

/** A motion of the meeting by id; ends the command with 404 otherwise. */
function motionIn(motions: readonly Motion[], id: string): Motion {
  const motion = motions.find((one) => one.id === id);
  if (motion === undefined) throw refuseMissing();
  return motion;
}
