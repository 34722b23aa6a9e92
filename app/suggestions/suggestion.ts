import type { Discussion } from '../comments/index.ts';
import type { Linked, SubmittedItem } from '../committee-items/index.ts';

/** The longest description, in characters (spec suggestions#fields). */
export const mostDescription = 2000;

/** A suggestion as its page shows it. */
export interface ShownSuggestion extends SubmittedItem {
  /** The proposal that its acceptance created. */
  readonly proposal: Linked | null;
}

/** A suggestion with its discussion. */
export interface SuggestionWithTalk extends ShownSuggestion {
  readonly discussion: Discussion;
}
