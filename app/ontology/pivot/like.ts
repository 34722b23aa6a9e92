import { type RawBuilder, sql } from 'kysely';

/** Three signs of a word in a row, or the beginning of a word: what an index over trigrams can be asked for. */
const known = /[\p{L}\p{N}]{3}|(?:^|[^\p{L}\p{N}%])[\p{L}\p{N}]/u;

/**
 * `value like pattern`, through an index over trigrams where there is something to ask it. Of two letters anywhere in a word it knows
 * nothing and would be read from end to end, for each part of a table that is sought; so there the other conditions lead.
 */
export const like = (value: RawBuilder<unknown>, pattern: string): RawBuilder<boolean> =>
  known.test(pattern) ? sql`${value} like ${pattern}` : sql`(${value} || '') like ${pattern}`;
