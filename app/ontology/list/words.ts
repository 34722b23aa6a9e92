import { type RawBuilder, sql } from 'kysely';

/**
 * A pattern for `like` that finds the text itself, whatever signs it holds (spec
 * lists#text-matching).
 */
export const escaped = (text: string): string =>
  text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`);

/**
 * Three signs of a word in a row, or the beginning of a word: what an index over trigrams can be
 * asked for.
 */
const indexed = /[\p{L}\p{N}]{3}|(?:^|[^\p{L}\p{N}%])[\p{L}\p{N}]/u;

/**
 * `value like pattern`, through an index over trigrams where there is something to ask it. Of two
 * letters anywhere in a word it knows nothing and would be read from end to end, for each part of a
 * table that is sought; so there the other conditions lead.
 */
export const like = (value: RawBuilder<unknown>, pattern: string): RawBuilder<boolean> =>
  isIndexed(pattern) ? sql`${value} like ${pattern}` : sql`(${value} || '') like ${pattern}`;

/** Whether there is something in a pattern that an index over trigrams can be asked. */
export const isIndexed = (pattern: string): boolean => indexed.test(pattern);

/**
 * Whether a value fits all patterns, asked of a part of a table. There an index is read from end to
 * end for each three signs, and gives little: so it is asked how one or two words begin, and each
 * row that it gives for the rest. Asked more, the planner would expect so little that it takes an
 * index that doesn't know parts.
 * @param patterns `%text%`; anything else is asked as it is
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
 * Patterns of which a value has to fit one to hold a text. One or two letters are sought where a
 * word begins, which is what an index over trigrams knows.
 */
export function patternsOf(text: string): readonly string[] {
  const sought = escaped(text.trim());
  return /^[\p{L}\p{N}]{1,2}$/u.test(sought) ? [`${sought}%`, `% ${sought}%`] : [`%${sought}%`];
}

const all = (conditions: readonly RawBuilder<unknown>[]) =>
  sql<boolean>`(${sql.join([...conditions], sql` and `)})`;

interface Word {
  /** The sign before it, as a pattern has it. */
  readonly before: string;
  readonly signs: readonly string[];
}

/**
 * The word of a pattern that tells most: its last one with a digit, else its longest. One or two
 * signs tell something where a word begins.
 */
function wordOf(pattern: string): Word | undefined {
  const text = /^%(.*)%$/su.exec(pattern)?.[1] ?? '';
  const words = [...text.matchAll(/(\\?[^\p{L}\p{N}\\])?([\p{L}\p{N}]+)/gu)]
    .map(([, before = '', word = '']) => ({ before, signs: [...word] }))
    .filter(({ before, signs }) => signs.length > 2 || before !== '');
  const numbered = words.findLast(({ signs }) => signs.some((sign) => /\p{N}/u.test(sign)));
  return numbered ?? words.toSorted((one, other) => other.signs.length - one.signs.length)[0];
}

/** Stands before each of several texts that are one to an index. Nobody types it. */
export const mark = '\x1f';

/**
 * Whether the label or the name of an entity of any type fits a pattern `%text%` or `text%`, in the
 * form of the index `entities_called`.
 * @param entity its alias
 */
export function isCalled(entity: string, pattern: string): RawBuilder<boolean> {
  const [label, name] = [sql.ref(`${entity}.label`), sql.ref(`${entity}.name`)];
  const called = sql`lower(E'\\x1f' || ${label} || E'\\x1f' || ${name})`;
  return like(called, pattern.startsWith('%') ? pattern : `%${mark}${pattern}`);
}
