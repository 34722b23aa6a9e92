import { randomUUID } from 'node:crypto';
import { raise } from '#app/warnings/raise.ts';
import type { NewWarning } from '#app/warnings/warning.ts';
import type { AppServer } from '#test/support/app-server.ts';

/** Raises a warning for a user. Returns its id. */
export async function raisedWarning(
  { services: { db, pool, now } }: AppServer,
  user: string,
  more: Partial<NewWarning> = {},
): Promise<string> {
  const key = randomUUID();
  const warning: NewWarning = {
    ...{ source: 'scheduled.test', key, severity: 'high', category: 'governance' },
    ...{ message: 'Budget Committee: 1 mandatory position is vacant: Chair' },
    ...{ details: { path: '/tor', committee: 'Budget Committee' }, to: { users: [user] } },
    ...more,
  };
  await db.transaction().execute((tx) => raise(tx, [warning], now()));
  const { rows } = await pool.query<{ id: string }>(
    "select id from entities where entity_type = 'warning' and properties ->> 'dedup_key' = $1",
    [key],
  );
  return rows[0]?.id ?? '';
}
