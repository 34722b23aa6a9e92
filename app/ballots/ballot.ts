/** How votes are given (spec ballots#methods). */
export const methods = ['yes_no', 'approval', 'ranked'] as const;
export type Method = (typeof methods)[number];

/** The majority that a course of action needs (spec ballots#majorities). */
export const majorities = ['simple', 'absolute', 'two_thirds'] as const;
export type Majority = (typeof majorities)[number];

/** The choice of one voter. Options are ids of courses of action; a ranking has the best first. */
export type Choice =
  | { readonly kind: 'abstain' }
  | { readonly kind: 'yes' }
  | { readonly kind: 'no' }
  | { readonly kind: 'approve'; readonly options: readonly string[] }
  | { readonly kind: 'rank'; readonly options: readonly string[] };

/** A vote as it is counted. */
export interface Paper {
  readonly choice: Choice;
  /** At least 1. */
  readonly weight: number;
  /** Whether it is the chair's, which decides a tie where the ballot says so. */
  readonly isChair: boolean;
}

export interface CountingRules {
  readonly method: Method;
  readonly majority: Majority;
  /** Whether the chair's own vote decides a tie. */
  readonly hasCastingVote: boolean;
}

export interface Tally {
  readonly option: string;
  readonly votes: number;
}

/** A round of counting; only a ranked ballot has several. */
export interface Round {
  /** Votes of each option that is left, in the order of options. */
  readonly tallies: readonly Tally[];
  /** Votes that name no option that is left. */
  readonly exhausted: number;
  /** Options that leave after the round. */
  readonly eliminated: readonly string[];
}

/** Why a ballot ended as it did. */
export type Reason = 'majority' | 'casting_vote' | 'no_majority' | 'tie' | 'no_votes';

export interface Result {
  /** Id of the chosen course of action; `null`: none. */
  readonly winner: string | null;
  readonly reason: Reason;
  readonly rounds: readonly Round[];
  /** Votes against, of a ballot with yes and no. */
  readonly against: number;
  readonly abstained: number;
  /** Weight of all votes that were cast, abstentions included. */
  readonly cast: number;
  /** Weight of all votes that could be cast. */
  readonly electorate: number;
  /** Votes that the winner needed, or the best option would have. */
  readonly needed: number;
}

/** A seat that may vote, as of the moment when the ballot was opened. */
export interface VotingSeat {
  /** Position and holder: `12:34`. */
  readonly seat: string;
  readonly position: string;
  readonly holderId: string;
  readonly holder: string;
  /** Users who stand in for the holder. */
  readonly substitutes: readonly string[];
  readonly weight: number;
}

/** A ballot as its agenda point shows it. */
export interface Ballot extends CountingRules {
  readonly id: string;
  readonly isSecret: boolean;
  readonly isWeighted: boolean;
  readonly options: readonly { readonly id: string; readonly title: string }[];
  readonly electorate: readonly VotingSeat[];
  readonly openedById: string | null;
  readonly openedBy: string;
  readonly closedBy: string | null;
  /** ISO 8601, UTC; `null`: it is open. */
  readonly closedAt: string | null;
  readonly result: Result | null;
  /** Who voted for which seat, or was recused. */
  readonly voters: readonly {
    readonly seat: string;
    readonly voter: string;
    readonly way: 'own' | 'proxy' | 'recused';
  }[];
  /** The votes by seat; empty for a secret ballot. */
  readonly votes: readonly { readonly seat: string; readonly choice: Choice }[];
  readonly proxies: readonly {
    readonly seat: string;
    readonly proxyId: string;
    readonly proxy: string;
  }[];
}
