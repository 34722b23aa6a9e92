import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { beginning, escaped, field, patternsOf, peopleInParts } from '../ontology/pivot.ts';
import { most } from './rules.ts';

/** Words that fit more people than these are too short to rank them all: the best are taken from those who begin with them, and some. */
const mostCandidates = 50;

export interface FoundPerson {
  readonly id: string;
  readonly label: string;
  readonly name: string;
}

/** When so many begin with the words, ten of them are active, or nobody is looked for anywhere else. */
const mostBeginning = 50;

const sought = [field('label'), field('name')];

/**
 * Active people whose name or user name holds the words: those that begin with them first, then those with a word that does. One or two
 * letters are sought at the beginnings of words only. Where ten begin with the words, or their last word does, nothing else is looked for.
 */
export async function findPeople(db: Db, words: string): Promise<readonly FoundPerson[]> {
  const text = escaped(words.trim());
  const [begins, word] = [`${text}%`, `% ${text}%`];
  const found = sql.join(
    patternsOf(text).map((pattern) => sql`(${peopleInParts(sought, [pattern], mostCandidates)})`),
    sql` union all `,
  );
  const enough = sql`(select count(*) from early) >= ${sql.lit(most)}`;
  const { rows } = await sql<FoundPerson>`
    with early as materialized (
      select p.id, p.label, p.name from (${beginning(sought, 'user', words.trim().toLowerCase(), mostBeginning)}) b
        join entities p on p.id = b.id and p.is_active)
    select u.id, u.label, u.name from (
      select * from early union (select id, label, name from entities where not ${enough} and id in (${found}) and is_active)) u
    order by case when lower(u.label) like ${begins} or lower(u.name) like ${begins} then 0 when lower(u.label) like ${word} then 1 else 2 end,
      lower(u.label), u.id
    limit ${most}`.execute(db);
  return rows;
}
