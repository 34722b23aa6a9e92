/** The longest comment, in characters (spec comments#text). */
export const mostCharacters = 5000;

/** A member of the committee who can be mentioned. */
export interface Mentionable {
  readonly id: string;
  /** User name, as it is written after `@`. */
  readonly name: string;
  /** Display name. */
  readonly label: string;
}

/** A comment as a page shows it. */
export interface Comment {
  readonly id: string;
  /** The first comment of the thread; `null` for that one itself. */
  readonly thread: string | null;
  /** Markdown; empty after it was withdrawn. */
  readonly body: string;
  readonly authorId: string | null;
  /** Display name; `null` if the user was deleted. */
  readonly author: string | null;
  readonly createdAt: Date;
  readonly editedAt: Date | null;
  readonly withdrawnAt: Date | null;
  /** Version of the entity, which detects concurrent changes. */
  readonly version: string;
  /** The users who are mentioned in it. */
  readonly mentions: readonly Mentionable[];
}

/** The comments of one item. */
export interface Discussion {
  /** The latest ones, oldest first. */
  readonly comments: readonly Comment[];
  /** How many there are, withdrawn ones included. */
  readonly total: number;
  /** Whether the item's workflow has ended, so that nothing more is said. */
  readonly isClosed: boolean;
  /** Members of the committee, by name. */
  readonly members: readonly Mentionable[];
}

/** An item with its discussion, for pages and operations that are about comments alone. */
export interface FoundDiscussion extends Discussion {
  readonly item: { readonly id: string; readonly label: string };
}
