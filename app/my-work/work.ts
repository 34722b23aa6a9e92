import type { StandingRow } from '../authority/index.ts';
import type { Texts } from '../ontology/schema.ts';
import type { Definition, Move } from '../workflow/index.ts';

/** The kinds of tasks, in the order of the page. */
export const kinds = [
  'meetings',
  'suggestions',
  'proposals',
  'agenda',
  'ballots',
  'opinions',
  'minutes',
  'actions',
] as const;
export type Kind = (typeof kinds)[number];

/** An item in a committee of the user that may need them. */
export interface Candidate {
  readonly id: string;
  readonly label: string;
  readonly committee: { readonly id: string; readonly label: string };
  /** The rights of the user in the committee. */
  readonly standing: StandingRow;
  /** Since when it is in its status; ISO 8601, UTC. */
  readonly since: string;
  /** YYYY-MM-DD; the date of the meeting whose agenda it is on. */
  readonly meets: string | null;
  /** The next meeting of the committee whose agenda is open. */
  readonly nextMeeting: string | null;
  /** Its properties without long texts. */
  readonly properties: Texts;
  /** Whether the user submitted it. */
  readonly isOwn: boolean;
}

/** The data of the page, by kind. */
export interface Candidates {
  readonly items: Readonly<Record<Kind, readonly Candidate[]>>;
  readonly definitions: Readonly<Record<'suggestions' | 'proposals' | 'meetings', Definition>>;
  /** YYYY-MM-DD, in the zone of the installation. */
  readonly today: string;
  /** The committees in which the user holds a position, by label. */
  readonly committees: readonly { readonly id: string; readonly label: string }[];
  /** The views that the user saved, as text. */
  readonly views: string | null;
}

/** The filters of a reader; `undefined`: all tasks. */
export interface WorkFilter {
  /** Id of a committee. */
  readonly committee: string | undefined;
  readonly kind: Kind | undefined;
  /** Words, or nothing. */
  readonly search: string;
}

/** A next step that is no move of a workflow. */
export type Step =
  | 'queue'
  | 'schedule'
  | 'vote'
  | 'opinion'
  | 'write'
  | 'submit'
  | 'approve'
  | 'sign'
  | 'action';

/** An item that waits for the user. */
export interface Task extends Candidate {
  readonly kind: Kind;
  /** YYYY-MM-DD; `undefined`: it has no date. */
  readonly due: string | undefined;
  /** Moves that the user may make. */
  readonly moves: readonly Move[];
  /** Another next step than a move of a workflow. */
  readonly step?: Step | undefined;
}
