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
 * Alternative patterns, one of which a value must match to contain a text. One or two letters are
 * matched at the start of a word, which a trigram index supports.
 */
export function patternsOf(text: string): readonly string[] {
  const sought = escaped(text.trim());
  return /^[\p{L}\p{N}]{1,2}$/u.test(sought) ? [`${sought}%`, `% ${sought}%`] : [`%${sought}%`];
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
