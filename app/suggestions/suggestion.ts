import type { Discussion } from '../comments/index.ts';
import type { Workflow } from '../workflow/index.ts';

/** The longest description, in characters (spec suggestions#fields). */
export const mostDescription = 2000;

/** A suggestion as its page shows it. */
export interface ShownSuggestion {
  readonly id: string;
  readonly label: string;
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
  /** The proposal that its acceptance created. */
  readonly proposal: { readonly id: string; readonly label: string } | null;
  readonly workflow: Workflow;
}

/** A suggestion with what is said about it. */
export interface SuggestionWithTalk extends ShownSuggestion {
  readonly discussion: Discussion;
}
