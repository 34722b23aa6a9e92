import type { Workflow } from '../workflow/index.ts';

/** Another item that a page links to. */
export interface Linked {
  readonly id: string;
  readonly label: string;
}

/** An item that a user submitted to a committee, as its page shows it. */
export interface SubmittedItem extends Linked {
  readonly description: string;
  readonly status: string | undefined;
  readonly properties: Readonly<Record<string, string>>;
  readonly rejectionReason: string | undefined;
  /** Display name; `null` if the user was deleted. */
  readonly author: string | null;
  readonly authorId: string | null;
  readonly submittedAt: Date;
  /** Version of the entity, which detects concurrent changes. */
  readonly version: string;
  readonly workflow: Workflow;
}
