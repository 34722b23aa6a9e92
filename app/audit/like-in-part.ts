import { type RawBuilder, sql } from 'kysely';
import { like } from '../ontology/list/index.ts';

/**
 * Whether a value matches a pattern, within a part of a table. An index lookup reads the whole list
 * of each trigram, so only the start of one word is looked up, and the pattern is checked on each
 * row found. With more lookups the planner expects so few rows that it chooses an index without
 * partitions.
 * @param pattern `%text%`; others are used as they are
 */
export function likeInPart(value: RawBuilder<unknown>, pattern: string): RawBuilder<boolean> {
  const word = wordOf(pattern);
  if (word === undefined) return like(value, pattern);
  const { before, signs } = word;
  const known = `%${signs.length < 3 ? before : ''}${signs.slice(0, 4).join('')}%`;
  if (known === pattern) return sql<boolean>`${value} like ${pattern}`;
  return sql<boolean>`(${value} like ${known} and (${value} || '') like ${pattern})`;
}

interface Word {
  /** The character before it, as in a pattern. */
  readonly before: string;
  readonly signs: readonly string[];
}

/**
 * The most selective word of a pattern: the last one with a digit, otherwise the longest. One or
 * two letters are selective at the start of a word.
 */
function wordOf(pattern: string): Word | undefined {
  const text = /^%(.*)%$/su.exec(pattern)?.[1] ?? '';
  const words = [...text.matchAll(/(\\?[^\p{L}\p{N}\\])?([\p{L}\p{N}]+)/gu)]
    .map(([, before = '', word = '']) => ({ before, signs: [...word] }))
    .filter(({ before, signs }) => signs.length > 2 || before !== '');
  const numbered = words.findLast(({ signs }) => signs.some((sign) => /\p{N}/u.test(sign)));
  return numbered ?? words.toSorted((one, other) => other.signs.length - one.signs.length)[0];
}
