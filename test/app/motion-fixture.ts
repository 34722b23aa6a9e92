import type { AppServer } from '#test/support/app-server.ts';
import { insert, join } from './calendar-fixture.ts';
import { freshName } from './people-fixture.ts';

/** Gives a user a position of a committee; returns its id. */
export async function seat(
  server: AppServer,
  tor: string,
  user: string,
  properties: Readonly<Record<string, string>> = {},
): Promise<string> {
  const position = await insert(server, 'tor_function', freshName(), properties);
  await join(server, 'belongs_to_tor', position, tor);
  await join(server, 'fills_position', user, position);
  return position;
}

/** Stores a roll call of a meeting: these users are present. */
export async function callRoll(
  { services: { pool } }: AppServer,
  meeting: { readonly id: string },
  present: readonly { readonly id: string }[],
): Promise<void> {
  await pool.query(
    `update entities set properties = properties || jsonb_build_object('roll_call_data', (
       select json_agg(json_build_object('username', u.name, 'status', 'present'))::text
       from entities u where u.id = any($2::bigint[])))
     where id = $1`,
    [meeting.id, present.map(({ id }) => id)],
  );
}
