import { sql } from 'kysely';
import { type CountedPage, countedPage } from '../db/counted-page.ts';
import type { Db } from '../db/database.ts';
import type { Choices, NotificationFilter, NotificationLine } from '../notifications/index.ts';

/** One page of a person's notifications, the newest first, in one statement. */
export async function listNotifications(
  db: Db,
  user: string,
  { filter, page, size }: { filter: NotificationFilter; page: number; size: number },
): Promise<CountedPage<NotificationLine>> {
  const { kind, showRead } = filter;
  return countedPage(db, {
    from: sql`from notifications n where n.user_id = ${user}::bigint
      and ${showRead ? sql`true` : sql`n.read_at is null`}
      and ${kind === undefined ? sql`true` : sql`n.kind = ${kind}`}`,
    columns: sql`n.id, n.kind, n.details, n.path, n.at, n.read_at is not null as "isRead"`,
    orderBy: sql`n.id desc`,
    page,
    size,
  });
}

/** The choices of a person, and their email address. */
export async function readChoices(
  db: Db,
  user: string,
): Promise<{ readonly choices: Choices; readonly email: string }> {
  const { rows } = await sql<{ choices: Choices; email: string }>`
    select coalesce((select jsonb_object_agg(kind, way) from notification_choices where user_id = u.id), '{}') as choices,
      coalesce(u.properties ->> 'email', '') as email
    from entities u where u.id = ${user}::bigint`.execute(db);
  return rows[0] ?? { choices: {}, email: '' };
}
