import { type RawBuilder, sql } from 'kysely';
import { type Condition, scanned } from './condition.ts';

/** Escapes a text for `like` (spec lists#text-matching). */
export const escaped = (text: string): string =>
  text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`);

/**
 * Three consecutive characters of a word, or the start of a word: what a trigram index supports.
 */
const indexed = /[\p{L}\p{N}]{3}|(?:^|[^\p{L}\p{N}%])[\p{L}\p{N}]/u;

/**
 * `value like pattern`, using a trigram index if the pattern supports it. For others, the index
 * would be read from end to end.
 */
export const like = (value: RawBuilder<unknown>, pattern: string): Condition =>
  isIndexed(pattern)
    ? sql<boolean>`${value} like ${pattern}`
    : scanned(sql<boolean>`(${value} || '') like ${pattern}`);

/** Whether a trigram index supports a pattern. */
export const isIndexed = (pattern: string): boolean => indexed.test(pattern);

/**
 * Whether a value matches all patterns, within a part of a table. An index lookup reads the whole
 * list of each trigram, so only the start of one or two words is looked up, and the remaining
 * patterns are checked on each row found. With more lookups the planner expects so few rows that it
 * chooses an index without partitions.
 * @param patterns `%text%`; others are used as they are
 */
export function likeInPart(
  value: RawBuilder<unknown>,
  patterns: readonly string[],
): RawBuilder<boolean> {
  const known = patterns
    .flatMap((pattern) => wordOf(pattern) ?? [])
    .slice(0, 2)
    .map(({ before, signs }) => `%${signs.length < 3 ? before : ''}${signs.slice(0, 4).join('')}%`);
  if (known.length === 0) return all(patterns.map((pattern) => like(value, pattern)));
  const rest = patterns.filter((pattern) => !known.includes(pattern));
  return all([
    ...known.map((part) => sql`${value} like ${part}`),
    ...rest.map((pattern) => sql`(${value} || '') like ${pattern}`),
  ]);
}

/**
 * Alternative patterns, one of which a value must match to contain a text. One or two letters are
 * matched at the start of a word, which a trigram index supports.
 */
export function patternsOf(text: string): readonly string[] {
  const sought = escaped(text.trim());
  return /^[\p{L}\p{N}]{1,2}$/u.test(sought) ? [`${sought}%`, `% ${sought}%`] : [`%${sought}%`];
}

const all = (conditions: readonly RawBuilder<unknown>[]) =>
  sql<boolean>`(${sql.join([...conditions], sql` and `)})`;

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

/**
 * Separates texts that are concatenated into one indexed text. A control character that users
 * cannot type.
 */
export const mark = '\x1f';

/**
 * Whether the label or name of an entity of any type matches a pattern `%text%` or `text%`, in the
 * form of the index `entities_called`.
 * @param entity its alias
 */
export function isCalled(entity: string, pattern: string): RawBuilder<boolean> {
  const [label, name] = [sql.ref(`${entity}.label`), sql.ref(`${entity}.name`)];
  const called = sql`lower(E'\\x1f' || ${label} || E'\\x1f' || ${name})`;
  return like(called, pattern.startsWith('%') ? pattern : `%${mark}${pattern}`);
}
