import { sql } from 'kysely';
import { dayAt } from '../../authority/index.ts';
import { vacantPositionsOf } from '../../positions/index.ts';
import { texts } from '../texts.ts';
import type { Generator } from './generator.ts';

interface Vacancy {
  readonly id: string;
  readonly label: string;
  readonly vacant: readonly { readonly id: number; readonly label: string }[];
}

const mostNamed = 5;

/** Mandatory positions of active committees that no one holds, one warning a committee. */
export const vacantPositions: Generator = {
  source: 'scheduled.tor_vacancy',
  find: async ({ db, now }) => {
    const { rows } = await sql<Vacancy>`
      select tor.id, tor.label, found.vacant from entities tor
        cross join lateral (select ${vacantPositionsOf(sql`tor.id`, dayAt(now))} as vacant) found
      where tor.entity_type = 'tor' and tor.is_active
        and coalesce(nullif(tor.properties ->> 'status', ''), 'active') = 'active'
        and json_array_length(found.vacant) > 0
      order by tor.id limit 1000`.execute(db);
    return rows.map(({ id, label, vacant }) => ({
      ...{ key: `tor_vacancy_${id}`, severity: 'medium', category: 'governance' },
      message: texts.messages.vacancies(
        label,
        vacant.slice(0, mostNamed).map((position) => position.label),
        vacant.length,
      ),
      level: vacant.length,
      details: {
        ...{ path: `/tor/${id}/positions`, tor_id: Number(id), tor_label: label },
        vacant_positions: vacant,
      },
      to: { holding: 'tor.manage_members' },
    }));
  },
};
