import type { ListedFile } from '../attachments/index.ts';
import type { Ballot } from '../ballots/index.ts';
import type { StoredDiscussion } from '../comments/index.ts';
import type { Decision } from '../decisions/index.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import type { Option } from '../options/index.ts';
import type { StoredAttendance } from '../quorum/index.ts';
import type { Workflow } from '../workflow/index.ts';

export const itemTypes = ['informative', 'decision'] as const;

export const priorities = ['normal', 'high', 'urgent'] as const;

/** The maximum lengths of texts, in characters (spec agenda#fields). */
export const most = { title: 200, text: 5000, section: 20_000, presenter: 255, url: 2000 } as const;

/** The opinion of one user. */
export interface Opinion {
  readonly id: string;
  readonly userId: string | null;
  readonly user: string | null;
  /** `null`: no course of action, as imports may have it. */
  readonly optionId: string | null;
  readonly commentary: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** The meeting that an agenda point is planned for. */
export interface PlannedMeeting {
  readonly id: string;
  readonly label: string;
  readonly date: string | null;
  /** Its place on the agenda, from 1. */
  readonly number: number;
}

/** A step on the way from a suggestion to the agenda (spec agenda#origin). */
export interface OriginStep {
  readonly kind: 'suggested' | 'accepted' | 'proposed' | 'approved';
  readonly at: string | null;
  readonly by: string | null;
  /** The title of the item, and its page if it has one. */
  readonly title?: string;
  readonly proposal?: string;
}

/** An agenda point with all that its page shows. */
export interface Point extends EntitySnapshot {
  readonly workflow: Workflow;
  readonly creator: string | null;
  readonly options: readonly Option[];
  readonly opinions: readonly Opinion[];
  /** How many users fill a position of the committee. */
  readonly members: number;
  readonly meeting: PlannedMeeting | null;
  readonly origin: readonly OriginStep[];
  readonly attendance: StoredAttendance;
  /** Newest first. */
  readonly decisions: readonly Decision[];
  /** Its comments; read with `readDiscussion`. */
  readonly discussion: StoredDiscussion;
  /** Newest first. */
  readonly ballots: readonly Ballot[];
  /** Of the point and of its courses of action, by name. */
  readonly files: readonly ListedFile[];
}

/** Where an agenda point is: its committee and its id. */
export interface PointPath {
  readonly tor: string;
  readonly id: string;
}
