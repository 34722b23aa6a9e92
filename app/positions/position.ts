import type { Capability } from '../authority/index.ts';
import type { PersonChoice } from '../people-search/index.ts';

/**
 * In what role a user fills a position: as its holder, acting while it has none, or standing in for
 * a holder. A substitute takes no seat (spec positions#seats).
 */
export const capacities = ['holder', 'acting', 'substitute_for'] as const;
export type Capacity = (typeof capacities)[number];

/** A term of office: days `YYYY-MM-DD`, both included; `null` is an open end. */
export interface Term {
  readonly since: string | null;
  readonly until: string | null;
  readonly capacity: Capacity;
}

/** A term with the user who fills it. */
export interface Holder extends Term {
  readonly userId: string;
  readonly user: string;
  /** Whether the account is active. */
  readonly isActive: boolean;
  /** Address of the picture. */
  readonly avatar: string | null;
}

/** A position of a committee, as its pages show it. */
export interface Position {
  readonly id: string;
  /** Short name, unique within its committee. */
  readonly name: string;
  readonly label: string;
  readonly isMandatory: boolean;
  readonly category: string;
  readonly description: string;
  /** How many users it takes. */
  readonly seats: number;
  /** Whether it votes; otherwise it only advises (spec positions#voting). */
  readonly isVoting: boolean;
  /** Weight of its ballot where votes are weighted. */
  readonly voteWeight: number;
  readonly capabilities: readonly Capability[];
  /** Those who fill it today, the first 20. */
  readonly holders: readonly Holder[];
  /** Terms that begin later, the first 20. */
  readonly planned: readonly Holder[];
  /** Whether no one fills one of its seats today. */
  readonly isVacant: boolean;
  /** Last day of the latest term that is over; `null` if there is none. */
  readonly lastDay: string | null;
}

/** The positions of a committee: how many there are, and one part of the list. */
export interface Positions {
  readonly total: number;
  /** With someone in a seat today. */
  readonly filled: number;
  /** Mandatory ones without. */
  readonly vacancies: number;
  /** In their order: mandatory ones first. */
  readonly rows: readonly Position[];
  /** Which positions carry a capability, as labels; only capabilities that one carries. */
  readonly functions: readonly {
    readonly capability: Capability;
    readonly positions: readonly string[];
  }[];
}

/** The day that answers are about, in the installation's zone. */
export interface Today {
  readonly today: string;
  readonly zone: string;
}

/** A position as its pages show it, with what a form needs. */
export interface PositionView extends Today {
  readonly version: string;
  readonly position: Position;
  /** Users who can be assigned. */
  readonly candidates: readonly PersonChoice[];
}

/** A term of one user, with its position and committee. */
export interface HeldTerm extends Term {
  readonly committeeId: string;
  readonly committee: string;
  readonly positionId: string;
  readonly position: string;
  readonly stage: 'now' | 'planned' | 'former';
}

/** A capability that only one user has in a committee. */
export interface SoleCapability {
  readonly committee: string;
  readonly capability: Capability;
}
