import type { Seat } from '../quorum/index.ts';
import {
  type Hands,
  type Motion,
  type MotionKind,
  type RecordedResult,
  stateOf,
} from './motion.ts';

/** The most motions of a meeting that wait at the same time. */
export const mostWaiting = 20;

/** The most motions of a meeting. */
export const mostMotions = 200;

type Taken = Pick<Seat, 'isVoting' | 'state' | 'holderId' | 'byId'>;

/** Ids of those who sit in a seat: its holder, or the substitute who represents the holder. */
export const presentIn = (seats: readonly Taken[]): ReadonlySet<string> =>
  new Set(
    seats.flatMap(({ state, holderId, byId }) => {
      const id = state === 'present' ? holderId : state === 'represented' ? byId : undefined;
      return id === undefined ? [] : [id];
    }),
  );

/** The same for seats with a vote: they move motions (spec motions#moving). */
export const votersIn = (seats: readonly Taken[]): ReadonlySet<string> =>
  presentIn(seats.filter(({ isVoting }) => isVoting));

interface Moving {
  readonly kind: MotionKind;
  readonly user: string;
  /** The current item, if it is an agenda point. */
  readonly item: string | undefined;
  readonly voters: ReadonlySet<string>;
  /** All motions of the meeting. */
  readonly motions: readonly Motion[];
}

/** Why a motion can't be moved now; `undefined` if it can (spec motions#moving). */
export function problemOfMoving({ kind, user, item, voters, motions }: Moving) {
  if (!voters.has(user)) return 'notVoter' as const;
  if (item === undefined) return 'noItem' as const;
  const unsettled = motions.filter((motion) => stateOf(motion) !== 'settled');
  if (kind !== 'other' && unsettled.some((motion) => motion.kind === kind)) return 'moved' as const;
  if (unsettled.length >= mostWaiting || motions.length >= mostMotions) return 'tooMany' as const;
  return undefined;
}

interface Seconding {
  readonly motion: Motion;
  readonly user: string;
  readonly present: ReadonlySet<string>;
}

/** Why a user can't second a motion; `undefined` if they can (spec motions#seconding). */
export function problemOfSeconding({ motion, user, present }: Seconding) {
  if (!present.has(user)) return 'notPresent' as const;
  if (motion.moverId === user) return 'own' as const;
  if (stateOf(motion) === 'settled') return 'settled' as const;
  if (motion.seconder !== null) return 'seconded' as const;
  return undefined;
}

/** The motion that the chair opens next: the first that waits, while none is open. */
export const nextOf = (motions: readonly Motion[]): Motion | undefined =>
  motions.some((motion) => stateOf(motion) === 'open')
    ? undefined
    : motions.find((motion) => stateOf(motion) === 'waiting');

/** Why a motion can't be opened now; `undefined` if it can (spec motions#opening). */
export function problemOfOpening(motion: Motion, motions: readonly Motion[]) {
  const state = stateOf(motion);
  if (state === 'settled') return 'settled' as const;
  if (state === 'open' || motions.some((other) => stateOf(other) === 'open'))
    return 'oneOpen' as const;
  return nextOf(motions)?.id === motion.id ? undefined : ('notNext' as const);
}

interface Settling {
  readonly motion: Motion;
  readonly result: RecordedResult;
  /** `undefined`: by consent. */
  readonly hands: Hands | undefined;
  /** Seats with a vote that are present or represented. */
  readonly votes: number;
}

/** Why a result can't be recorded; `undefined` if it can (spec motions#results). */
export function problemOfSettling({ motion, result, hands, votes }: Settling) {
  const state = stateOf(motion);
  if (state === 'settled') return 'settled' as const;
  if (result === 'withdrawn') return hands === undefined ? undefined : ('noVote' as const);
  if (state !== 'open') return 'notOpen' as const;
  if (hands === undefined) return undefined;
  const shown = hands.for + hands.against + hands.abstained;
  if (shown === 0) return 'noHands' as const;
  if (shown > votes) return 'tooManyHands' as const;
  if (result === 'carried' && hands.for <= hands.against) return 'notCarried' as const;
  return undefined;
}

/** Whether a user may take a motion back without the chair: the own one, until it is opened. */
export const mayWithdraw = (motion: Motion, user: string): boolean =>
  motion.moverId === user && stateOf(motion) === 'waiting';
