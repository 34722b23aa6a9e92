import { diffWordsWithSpace } from 'diff';

/** A change of a text: what stands between two places of it is replaced. */
export interface Part {
  /** Index in the text before. */
  readonly start: number;
  readonly end: number;
  readonly removed: string;
  readonly added: string;
}

/** Changed words beyond which a text counts as replaced as a whole. */
const mostChanges = 1000;

/** The changes that lead from one text to another, word by word, in order. */
function changes(before: string, after: string): readonly Part[] {
  const compared = diffWordsWithSpace(before, after, { maxEditLength: mostChanges });
  if (compared === undefined)
    return [{ start: 0, end: before.length, removed: before, added: after }];
  const parts: Part[] = [];
  let at = 0;
  for (const { added, removed, value } of compared) {
    const last = parts.at(-1);
    const isNext = last !== undefined && last.end === at;
    if (removed) {
      const part = { start: at, end: at + value.length, removed: value, added: '' };
      if (isNext) parts[parts.length - 1] = { ...joined(last, part) };
      else parts.push(part);
    } else if (added) {
      const part = { start: at, end: at, removed: '', added: value };
      if (isNext) parts[parts.length - 1] = { ...joined(last, part) };
      else parts.push(part);
    }
    if (!added) at += value.length;
  }
  return parts;
}

const joined = (one: Part, next: Part): Part => ({
  start: one.start,
  end: next.end,
  removed: one.removed + next.removed,
  added: one.added + next.added,
});

/**
 * The parts of an amendment, which are decided one by one (spec amendments#parts): its changes, with
 * those that only space separates as one.
 */
export function partsOf(base: string, proposed: string): readonly Part[] {
  const parts: Part[] = [];
  for (const part of changes(base, proposed)) {
    const last = parts.at(-1);
    const between = last === undefined ? 'x' : base.slice(last.end, part.start);
    const isJoined = last !== undefined && between.trim() === '' && !between.includes('\n');
    if (isJoined) parts.pop();
    parts.push(
      isJoined
        ? {
            ...{ start: last.start, end: part.end },
            removed: last.removed + between + part.removed,
            added: last.added + between + part.added,
          }
        : part,
    );
  }
  return parts;
}

/** A text with some parts of an amendment to it, by index. */
export function withParts(
  base: string,
  parts: readonly Part[],
  chosen: ReadonlySet<number>,
): string {
  let text = '';
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (!chosen.has(index)) continue;
    text += base.slice(at, part.start) + part.added;
    at = part.end;
  }
  return text + base.slice(at);
}

/**
 * The current text with one more part of an amendment (spec amendments#conflicts). The text may have
 * changed since the amendment was written, by parts of it that were accepted and by others.
 * @param accepted indices of the parts that were accepted
 * @returns `undefined` if what the part changes has changed meanwhile
 */
export function applied(
  { base, parts, accepted }: AmendedText,
  index: number,
  current: string,
): string | undefined {
  const part = parts[index];
  if (part === undefined || accepted.has(index)) return undefined;
  const known = withParts(base, parts, accepted);
  // Where the part is in the text with the accepted parts.
  const before = parts.filter((_, at) => at < index && accepted.has(at));
  const shift = before.reduce((sum, { added, removed }) => sum + added.length - removed.length, 0);
  const [start, end] = [part.start + shift, part.end + shift];
  const others = changes(known, current);
  const touches = others.some((other) => other.start <= end && start <= other.end);
  if (touches) return undefined;
  const moved = others
    .filter((other) => other.end < start)
    .reduce((sum, { added, removed }) => sum + added.length - removed.length, 0);
  return current.slice(0, start + moved) + part.added + current.slice(end + moved);
}

/** An amendment as far as it decides on its text. */
export interface AmendedText {
  readonly base: string;
  readonly parts: readonly Part[];
  /** Indices of the parts that were accepted. */
  readonly accepted: ReadonlySet<number>;
}
