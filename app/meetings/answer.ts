/** The answer of a member to an invitation (spec meetings#answers). */
export const answers = ['accepted', 'tentative', 'declined'] as const;
export type Answer = (typeof answers)[number];

/** An answer, as the meeting keeps it. */
export interface StoredAnswer {
  readonly userId: string;
  /** User name. */
  readonly username: string;
  /** Display name. */
  readonly user: string;
  readonly answer: Answer;
  /** User name of the substitute, for one who declines. */
  readonly substitute: string | null;
  readonly note: string;
}
