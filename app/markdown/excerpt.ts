/** Around the words in an excerpt; no text contains them. */
const marks = { start: '\u0002', stop: '\u0003' } as const;

/** How PostgreSQL marks the words in an excerpt. */
export const headline = [
  `StartSel=${marks.start}, StopSel=${marks.stop}`,
  'MaxFragments=2, MaxWords=24, MinWords=10, FragmentDelimiter=" … "',
].join(', ');

/** A part of an excerpt: found words are marked. */
interface ExcerptPart {
  readonly text: string;
  readonly isFound: boolean;
}

/**
 * The parts of an excerpt. Whole words are marked by the database; otherwise each occurrence of a
 * typed word is. Signs of Markdown are left out.
 */
export function excerptParts(excerpt: string, words: string): readonly ExcerptPart[] {
  const parts = excerpt.includes(marks.start) ? markedParts(excerpt) : soughtParts(excerpt, words);
  return parts
    .map(({ text, isFound }) => ({ text: plain(text), isFound }))
    .filter(({ text }) => text !== '');
}

const markedParts = (excerpt: string): readonly ExcerptPart[] =>
  excerpt.split(marks.start).flatMap((piece, at) => {
    if (at === 0) return [{ text: piece, isFound: false }];
    const [found = '', ...rest] = piece.split(marks.stop);
    return [
      { text: found, isFound: true },
      { text: rest.join(''), isFound: false },
    ];
  });

function soughtParts(excerpt: string, words: string): readonly ExcerptPart[] {
  const sought = words
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  if (sought.length === 0) return [{ text: excerpt, isFound: false }];
  return excerpt
    .split(new RegExp(`(${sought.join('|')})`, 'iu'))
    .map((text, at) => ({ text, isFound: at % 2 === 1 }));
}

/** A piece of Markdown as plain text. */
const plain = (text: string): string =>
  text
    .replaceAll(/\]\([^)\s]*\)?/g, '')
    .replaceAll(/[#*_`|~[\]]+|^>+|-{3,}/gm, '')
    .replaceAll(/\s+/g, ' ');
