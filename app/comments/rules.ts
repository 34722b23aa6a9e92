import type { Comment, Mentionable } from './comment.ts';

/** A user name after `@` that does not continue a word, such as an email address. */
const mention = /(?<![\p{L}\p{N}_@.])@([\p{L}\p{N}_]{2,50})/gu;

/** Code in Markdown, where `@` mentions no one. */
const code = /(```[\s\S]*?(?:```|$)|`[^`\n]*`)/;

/** Pieces of Markdown; every second one is code. */
const piecesOf = (text: string): readonly string[] => text.split(code);

/** User names that a text mentions, each once, in lower case (spec comments#mentions). */
export function mentionedNames(text: string): readonly string[] {
  const names = piecesOf(text)
    .filter((_, at) => at % 2 === 0)
    .flatMap((piece) => [...piece.matchAll(mention)].map(([, name = '']) => name.toLowerCase()));
  return [...new Set(names)];
}

/** The text with the display names of those it mentions, in bold (spec comments#mentions). */
export function withNames(text: string, mentioned: readonly Mentionable[]): string {
  const labels = new Map(mentioned.map(({ name, label }) => [name.toLowerCase(), label]));
  return piecesOf(text)
    .map((piece, at) =>
      at % 2 === 1
        ? piece
        : piece.replaceAll(mention, (written, name: string) => {
            const label = labels.get(name.toLowerCase());
            return label === undefined ? written : `**@${escaped(label)}**`;
          }),
    )
    .join('');
}

/** A name as Markdown shows it literally. */
const escaped = (text: string): string => text.replaceAll(/[!-/:-@[-`{-~]/g, (sign) => `\\${sign}`);

/** A first comment with its replies, oldest first. */
export interface Thread {
  readonly first: Comment;
  readonly replies: readonly Comment[];
}

/**
 * Comments as threads, in the order of their first comments. A reply whose first comment is not
 * among them begins a thread.
 */
export function threadsOf(comments: readonly Comment[]): readonly Thread[] {
  const known = new Set(comments.map(({ id }) => id));
  const isReply = ({ thread }: Comment): boolean => thread !== null && known.has(thread);
  return comments
    .filter((comment) => !isReply(comment))
    .map((first) => ({
      first,
      replies: comments.filter((comment) => isReply(comment) && comment.thread === first.id),
    }));
}
