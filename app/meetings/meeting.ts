import type { OpenItem } from '../action-items/index.ts';
import type { Ballot } from '../ballots/index.ts';
import type { Motion } from '../motions/index.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { StoredAttendance } from '../quorum/index.ts';
import type { Definition, Workflow } from '../workflow/index.ts';
import type { StoredAnswer } from './answer.ts';
import type { Entry, Waiting } from './entry.ts';
import type { Speaker } from './speaker.ts';

/** A user by id, user name and display name. */
export interface Named {
  readonly id: string;
  readonly name: string;
  readonly label: string;
}

/** The minutes of a meeting, as far as its page shows them. */
interface MinutesFacts {
  readonly id: string;
  readonly label: string;
  readonly status: string;
}

/** The vote on the current item of a running meeting, which is a decision item. */
export interface Voting {
  /** Id of the agenda point. */
  readonly point: string;
  readonly status: string;
  /** Newest first. */
  readonly ballots: readonly Ballot[];
  readonly options: readonly { readonly id: string; readonly title: string }[];
}

/** An issued meeting pack, as far as the meeting's page shows it. */
export interface PackFacts {
  readonly number: number;
  /** ISO 8601 */
  readonly issuedAt: string;
  readonly issuedBy: string;
}

/** A meeting with everything that its pages show. */
export interface Meeting extends EntitySnapshot {
  /** YYYY-MM-DD; empty if it has none. */
  readonly date: string;
  readonly status: string;
  readonly chair: Named | null;
  readonly secretary: Named | null;
  readonly workflow: Workflow;
  /** Statuses of agenda points. */
  readonly itemStatuses: Definition;
  readonly entries: readonly Entry[];
  readonly waiting: readonly Waiting[];
  /** Positions with those who fill them on the day of the meeting, and the roll call. */
  readonly attendance: StoredAttendance;
  readonly speakers: readonly Speaker[];
  /** In the order in which they were moved. */
  readonly motions: readonly Motion[];
  readonly answers: readonly StoredAnswer[];
  readonly minutes: MinutesFacts | null;
  readonly voting: Voting | null;
  /** Action items of the committee that are not done, if it is the next meeting. */
  readonly actions: readonly OpenItem[];
  /** The latest meeting pack. */
  readonly pack: PackFacts | null;
  /** The date in the installation's zone, YYYY-MM-DD. */
  readonly today: string;
  /** The installation's zone. */
  readonly zone: string;
}

/** A line of a list of meetings. */
export interface MeetingLine {
  readonly id: string;
  readonly label: string;
  readonly tor: string;
  readonly torLabel: string;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly status: string;
  /** Agenda points. */
  readonly items: number;
  readonly hasMinutes: boolean;
}

/** A meeting takes place, or may still. */
export const isOpen = (status: string): boolean => status !== 'completed' && status !== 'cancelled';

/** A meeting in the path of a route. */
export interface MeetingPath {
  /** Id of the committee. */
  readonly tor: string;
  /** Id of the meeting. */
  readonly id: string;
}
