import type { AmendmentLine } from '../amendments/index.ts';
import type { ListedFile } from '../attachments/index.ts';
import type { Discussion } from '../comments/index.ts';
import type { Linked, SubmittedItem } from '../committee-items/index.ts';
import type { Definition } from '../workflow/index.ts';

/** The longest title, description and rationale, in characters (spec proposals#fields). */
export const most = { title: 200, description: 5000, rationale: 2000 } as const;

/** Where a proposal stands on its way to an agenda (spec proposals#queue). */
type QueueState = 'none' | 'queued' | 'scheduled';

/** A proposal as its page shows it. */
export interface ShownProposal extends SubmittedItem {
  readonly title: string;
  readonly rationale: string;
  readonly queue: QueueState;
  /** The suggestion that it came from. */
  readonly suggestion: Linked | null;
  /** The agenda point that it became. */
  readonly agendaPoint: Linked | null;
}

/** A proposal with its discussion. */
export interface ProposalWithTalk extends ShownProposal {
  readonly discussion: Discussion;
  readonly amendments: readonly AmendmentLine[];
  readonly files: readonly ListedFile[];
}

/** The most minutes of an agenda point. */
export const mostMinutes = 480;

/** The most proposals that are shown and scheduled at once. */
export const mostQueued = 100;

/** A proposal that waits for an agenda. */
export interface QueuedProposal {
  readonly id: string;
  readonly title: string;
  /** Display name; `null` if the user was deleted. */
  readonly author: string | null;
  /** As stored: a day or a moment. */
  readonly at: string;
  readonly status: string;
}

/** The queue of a committee. */
export interface Queue {
  readonly rows: readonly QueuedProposal[];
  readonly total: number;
  /** Today in the installation's zone. */
  readonly today: string;
  readonly definition: Definition;
}
