import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { active, and, type Condition, field, listPage, within } from '../ontology/list/index.ts';
import { peopleSearch } from './search.ts';

/** A user as a choice of a field, with the user name. */
export interface PersonChoice {
  readonly value: string;
  readonly label: string;
}

/**
 * The first active users `e` whom a field offers, as one JSON value; a search finds the others.
 * @param where SQL that further narrows them
 */
export const firstPeople = (where: RawBuilder<unknown>) => sql<readonly PersonChoice[]>`(
  select coalesce(json_agg(json_build_object('value', x.id::text, 'label', x.label || ' (' || x.name || ')')
    order by lower(x.label), x.id), '[]')
  from (select e.id, e.name, e.label from entities e
    where e.entity_type = 'user' and e.is_active and ${where}
    order by lower(e.label), e.id limit 50) x)`;

const shown = {
  name: within(peopleSearch, field('name')),
  label: within(peopleSearch, field('label')),
};

/** Active users whose name or email contains `words`, the first twenty. */
export async function findPeople(
  db: Db,
  { where, words }: { readonly where: Condition; readonly words: string },
): Promise<readonly PersonChoice[]> {
  const { rows } = await listPage(db, {
    type: 'user',
    columns: shown,
    where: and(active, where),
    search: { in: peopleSearch, words },
    orderBy: { column: shown.label },
    page: { number: 1, size: 20 },
  });
  return rows.map(({ id, label, name }) => ({ value: id, label: `${label} (${name})` }));
}
