/** How a committee counts its quorum (spec quorum#rule). */
export const quorumKinds = ['none', 'majority', 'share', 'count'] as const;
export type QuorumKind = (typeof quorumKinds)[number];

/** The rule for a decision without quorum (spec quorum#decisions). */
export const quorumAnswers = ['refuse', 'mark'] as const;

export interface QuorumRule {
  readonly kind: QuorumKind;
  /** Percent of the filled voting seats for `share`, seats for `count`; ignored otherwise. */
  readonly least: number;
  /** Whether each filled mandatory position must be present, too. */
  readonly needsMandatory: boolean;
  /** Whether a substitute counts for an absent holder. */
  readonly countsSubstitutes: boolean;
  /** The rule for a decision without quorum. */
  readonly without: (typeof quorumAnswers)[number];
}

/** Who fills a position at the moment that counts. */
export interface QuorumHolder {
  readonly userId: string;
  /** User name, unique. */
  readonly username: string;
  /** Display name. */
  readonly user: string;
  readonly capacity: 'holder' | 'acting' | 'substitute_for';
}

/** A position of the committee with its holders at that moment. */
export interface QuorumPosition {
  readonly id: string;
  readonly label: string;
  readonly isMandatory: boolean;
  readonly isVoting: boolean;
  /** Weight of its ballot (spec ballots#weight). */
  readonly weight: number;
  readonly holders: readonly QuorumHolder[];
}

export type Presence = 'present' | 'absent' | 'excused';

/** A roll call, as the meeting stores it. */
export type RollCall = readonly {
  readonly username: string;
  readonly status: Presence;
  /** HH:MM; someone who left is no longer there. */
  readonly left?: string | undefined;
}[];

/**
 * A seat and how it is taken: `present` by its holder, `represented` by a substitute, `excused` or
 * `absent`; a position without a holder is one `vacant` seat.
 */
export interface Seat {
  readonly position: string;
  readonly isMandatory: boolean;
  readonly isVoting: boolean;
  readonly weight: number;
  readonly state: 'present' | 'represented' | 'excused' | 'absent' | 'vacant';
  /** Display name of the holder; `undefined` if vacant. */
  readonly holder?: string;
  readonly holderId?: string;
  /** Display name of the substitute who represents the holder. */
  readonly by?: string;
  readonly byId?: string;
}

/** Whether there is a quorum. Without a roll call no one knows. */
export type QuorumState = 'met' | 'missing' | 'unknown' | 'not-required';

export interface Quorum {
  readonly state: QuorumState;
  /** Voting seats present or represented. */
  readonly present: number;
  /** How many are needed. */
  readonly needed: number;
  /** Filled voting seats. */
  readonly filled: number;
  /** Mandatory positions whose absence prevents the quorum, by label. */
  readonly lacking: readonly string[];
  readonly seats: readonly Seat[];
}
