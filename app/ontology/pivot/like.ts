import { type RawBuilder, sql } from 'kysely';

/**
 * `value like pattern`, through an index over trigrams where there is something to ask it. Of a pattern without three signs of a word in a
 * row it knows nothing and would be read from end to end, for each part of a table that is sought; so there the other conditions lead.
 */
export const like = (value: RawBuilder<unknown>, pattern: string): RawBuilder<boolean> =>
  /[\p{L}\p{N}]{3}/u.test(pattern) ? sql`${value} like ${pattern}` : sql`(${value} || '') like ${pattern}`;
