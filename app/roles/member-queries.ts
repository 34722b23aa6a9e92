import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { and, computed, field, labels, not, type Page, pivot, relatedTo, search } from '../ontology/pivot.ts';
import type { TableState } from '../ui/table-state.ts';
import type { Candidate, Holder } from './role.ts';

const columns = {
  name: field('name'),
  label: field('label'),
  isActive: field('isActive'),
  roles: labels('has_role'),
  avatar: computed<string | null>(sql`(select a.digest from avatars a where a.user_id = e.id)`),
};

const holds = { type: 'has_role', outgoing: true } as const;

/** People by name, a page in one statement; of one role, or all. */
export const listHolders = (db: Db, state: TableState, role?: string): Promise<Page<Holder>> =>
  pivot(db, {
    type: 'user',
    columns,
    where: and(
      ...(role === undefined ? [] : [relatedTo(holds, { id: role })]),
      search([columns.label, columns.name], state.search, 'user'),
    ),
    orderBy: { column: columns.label, descending: state.sort.direction === 'desc' },
    page: { number: state.page, size: state.size, after: state.after, before: state.before, isBrief: !state.isThorough },
  });

/** Active people without a role whose name begins or goes on with `words`, the first twenty. */
export async function listCandidates(db: Db, { role, words }: { role: string; words: string }): Promise<readonly Candidate[]> {
  const { rows } = await pivot(db, {
    type: 'user',
    columns: { name: columns.name, label: columns.label },
    where: and(sql<boolean>`e.is_active`, not(relatedTo(holds, { id: role })), search([columns.label, columns.name], words, 'user')),
    orderBy: { column: columns.label },
    page: { number: 1, size: 20, isBrief: true },
  });
  return rows;
}
