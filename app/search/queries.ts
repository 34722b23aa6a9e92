import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { escaped, rowsWithWords } from '../ontology/list/index.ts';
import { peopleSearch } from '../people-search/index.ts';
import type { Found, FoundPerson } from './found.ts';
import { most } from './rules.ts';

/**
 * Maximum number of matching users to rank: words with more matches are too short to find anyone.
 */
const mostRanked = 100;

/**
 * `select …`: active users whose name, user name or email contains the words: names that start with
 * them first, then those with a word that does. One or two letters match only the start of a word.
 */
export function peopleWith(words: string): RawBuilder<FoundPerson> {
  const text = escaped(words.trim());
  const [begins, word] = [`${text}%`, `% ${text}%`];
  const isShort = /^[\p{L}\p{N}]{1,2}$/u.test(text);
  return sql<FoundPerson>`
    select u.id::text as id, u.label, u.name from (${rowsWithWords(peopleSearch, words, mostRanked)}) u
    where u.is_active and (${!isShort} or lower(u.label) like ${begins} or lower(u.name) like ${begins} or lower(u.label) like ${word})
    order by case when lower(u.label) like ${begins} or lower(u.name) like ${begins} then 0
        when lower(u.label) like ${word} then 1 else 2 end,
      lower(u.label), u.id
    limit ${most}`;
}

/** The searches of the kinds that a user may find. */
export type Searches = { readonly [Kind in keyof Found]?: RawBuilder<unknown> | undefined };

const nothing: Found = { people: [], committees: [], positions: [], documents: [], items: [] };

/** Runs all searches in one statement; none without a search. */
export async function findAll(db: Db, searches: Searches): Promise<Found> {
  const wanted = Object.entries(searches).flatMap(([kind, search]) =>
    search === undefined
      ? []
      : [sql`(select coalesce(json_agg(found), '[]') from (${search}) found) as ${sql.ref(kind)}`],
  );
  if (wanted.length === 0) return nothing;
  const { rows } = await sql<Partial<Found>>`select ${sql.join(wanted)}`.execute(db);
  return { ...nothing, ...rows[0] };
}
