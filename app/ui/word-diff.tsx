import { type ChangeObject, diffLines, diffWordsWithSpace } from 'diff';
import { texts } from './texts.ts';

/**
 * Changed words, or lines, beyond which a coarser comparison is shown: the work grows with them, and
 * nobody reads that many one by one.
 */
const mostChanges = { maxEditLength: 1_000 };

interface WordDiffProps {
  readonly before: string;
  readonly after: string;
  readonly label?: string;
}

/** Two versions of a text as one, with deletions and additions marked. */
export const WordDiff = ({ before, after, label = texts.diff.words }: WordDiffProps) =>
  before === after ? (
    <p class="muted">{texts.diff.same}</p>
  ) : (
    <section class="panel word-diff" aria-label={label}>
      {compared(before, after).map(({ added, removed, value }, at) => {
        const key = `${at}`;
        if (removed) return <del key={key}>{value}</del>;
        return added ? <ins key={key}>{value}</ins> : <span key={key}>{value}</span>;
      })}
    </section>
  );

/** The parts of both texts in order, by words, by lines, or as a whole. */
const compared = (before: string, after: string): readonly ChangeObject<string>[] =>
  diffWordsWithSpace(before, after, mostChanges) ??
  diffLines(before, after, mostChanges) ?? [
    { value: before, added: false, removed: true, count: 1 },
    { value: after, added: true, removed: false, count: 1 },
  ];
