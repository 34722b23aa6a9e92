import { sql } from 'kysely';
import { texts } from '../texts.ts';
import type { Generator } from './generator.ts';

const mostListed = 200;

/** Active users who can sign in but do nothing (spec warnings#generators). */
export const usersWithoutRole: Generator = {
  source: 'scheduled.users_without_role',
  find: async ({ db }) => {
    const { rows } = await sql<{ id: string; label: string; total: number }>`
      select u.id, u.label, count(*) over ()::integer as total
      from user_roles k join entities u on u.id = k.user_id and u.is_active
      where k.first_role is null order by u.id limit ${mostListed}`.execute(db);
    const total = rows[0]?.total ?? 0;
    if (total === 0) return [];
    return [
      {
        ...{ key: 'users_without_role', severity: 'medium', category: 'data_integrity' },
        message: texts.messages.usersWithoutRole(total),
        level: total,
        details: {
          path: '/roles?tab=by-user',
          user_ids: rows.map(({ id }) => Number(id)),
          users: rows.slice(0, 20).map(({ label }) => label),
        },
        to: { holding: 'settings.manage' },
      },
    ];
  },
};
