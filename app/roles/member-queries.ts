import { sql } from 'kysely';
import { avatarOf } from '../auth/index.ts';
import type { Db } from '../db/database.ts';
import {
  computed,
  everything,
  field,
  labels,
  listPage,
  not,
  type Page,
  relatedTo,
} from '../ontology/list/index.ts';
import { findPeople, type PersonChoice, peopleSearch } from '../people-search/index.ts';
import type { TableState } from '../ui/table-state.ts';
import type { Holder } from './role.ts';

const columns = {
  name: field('name'),
  label: field('label'),
  isActive: field('isActive'),
  roles: labels('has_role'),
  avatar: computed(avatarOf(sql`e.id`)),
};

const holds = { type: 'has_role' } as const;

/** Returns a page of users by name, in one statement; of one role, or all. */
export const listHolders = (db: Db, state: TableState, role?: string): Promise<Page<Holder>> =>
  listPage(db, {
    type: 'user',
    columns,
    where: role === undefined ? everything : relatedTo(holds, { id: role }),
    search: { in: peopleSearch, words: state.search },
    orderBy: { column: columns.label, descending: state.sort.direction === 'desc' },
    page: { number: state.page, size: state.size, after: state.after, before: state.before },
  });

/** Active users without a role whose name or email contains `words`, the first twenty. */
export const listCandidates = (
  db: Db,
  { role, words }: { role: string; words: string },
): Promise<readonly PersonChoice[]> =>
  findPeople(db, { where: not(relatedTo(holds, { id: role })), words });
