import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { escaped, rowsWithWords } from '../ontology/list/index.ts';
import { peopleSearch } from '../people-search/index.ts';
import { most } from './rules.ts';

/**
 * Maximum number of matching users to rank: words with more matches are too short to find anyone.
 */
const mostRanked = 100;

export interface FoundPerson {
  readonly id: string;
  readonly label: string;
  readonly name: string;
}

/**
 * Returns active users whose name, user name or email contains the words: names that start with
 * them first, then those with a word that does. One or two letters match only the start of a word.
 */
export async function findPeople(db: Db, words: string): Promise<readonly FoundPerson[]> {
  const text = escaped(words.trim());
  const [begins, word] = [`${text}%`, `% ${text}%`];
  const isShort = /^[\p{L}\p{N}]{1,2}$/u.test(text);
  const { rows } = await sql<FoundPerson>`
    select u.id, u.label, u.name from (${rowsWithWords(peopleSearch, words, mostRanked)}) u
    where u.is_active and (${!isShort} or lower(u.label) like ${begins} or lower(u.name) like ${begins} or lower(u.label) like ${word})
    order by case when lower(u.label) like ${begins} or lower(u.name) like ${begins} then 0
        when lower(u.label) like ${word} then 1 else 2 end,
      lower(u.label), u.id
    limit ${most}`.execute(db);
  return rows;
}
