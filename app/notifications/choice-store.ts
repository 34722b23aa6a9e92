import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { Choices, NotificationKind, Way } from './notification.ts';

/** The choices of a person, locked until the transaction ends. */
export async function lockChoices(tx: Tx, user: string): Promise<Choices> {
  await sql`select from entities where id = ${user} for no key update`.execute(tx);
  const { rows } = await sql<{ kind: NotificationKind; way: Way }>`
    select kind, way from notification_choices where user_id = ${user}`.execute(tx);
  return Object.fromEntries(rows.map(({ kind, way }) => [kind, way]));
}

/** Stores choices of a person; others are kept. */
export async function writeChoices(
  tx: Tx,
  user: string,
  choices: ReadonlyMap<NotificationKind, Way>,
): Promise<void> {
  if (choices.size === 0) return;
  await sql`
    insert into notification_choices (user_id, kind, way)
    select ${user}::bigint, kind, way from unnest(${[...choices.keys()]}::text[], ${[...choices.values()]}::text[]) chosen(kind, way)
    on conflict (user_id, kind) do update set way = excluded.way`.execute(tx);
}
