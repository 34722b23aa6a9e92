/** Kinds of procedural motions, as committees know them (spec motions#kinds). */
export const motionKinds = [
  'close_debate',
  'close_speakers',
  'postpone_item',
  'change_order',
  'take_break',
  'secret_vote',
  'other',
] as const;
export type MotionKind = (typeof motionKinds)[number];

/** The results that the chair records about a motion (spec motions#results). */
export const motionResults = ['carried', 'rejected', 'withdrawn'] as const;
export type RecordedResult = (typeof motionResults)[number];

/** `lapsed`: its item or its meeting ended before. */
export type MotionResult = RecordedResult | 'lapsed';

/** A show of hands. */
export interface Hands {
  readonly for: number;
  readonly against: number;
  readonly abstained: number;
}

/** A motion at a meeting, as stored. */
export interface Motion {
  readonly id: string;
  /** Id of the agenda point that it is about. */
  readonly point: string;
  readonly kind: MotionKind;
  /** The exact wording; may be empty, unless the kind is `other`. */
  readonly wording: string;
  readonly moverId: string;
  readonly mover: string;
  /** ISO 8601 */
  readonly movedAt: string;
  readonly seconder: string | null;
  /** ISO 8601; `null` while it waits. */
  readonly openedAt: string | null;
  /** ISO 8601; `null` until it is settled. */
  readonly closedAt: string | null;
  readonly result: MotionResult | null;
  /** `null`: without a vote, that is by consent if it is carried or rejected. */
  readonly hands: Hands | null;
}

type MotionState = 'waiting' | 'open' | 'settled';

/** Where a motion stands. */
export function stateOf({ openedAt, result }: Pick<Motion, 'openedAt' | 'result'>): MotionState {
  if (result !== null) return 'settled';
  return openedAt === null ? 'waiting' : 'open';
}
