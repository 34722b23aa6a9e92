import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type {
  Choices,
  NotificationFilter,
  NotificationLine,
  NotificationPage,
} from '../notifications/index.ts';

const countedUpTo = 1_000;

/** One page of a person's notifications, the newest first, in one statement. */
export async function listNotifications(
  db: Db,
  user: string,
  { filter, page, size }: { filter: NotificationFilter; page: number; size: number },
): Promise<NotificationPage> {
  const { kind, showRead } = filter;
  const matches = sql`n.user_id = ${user}::bigint
    and ${showRead ? sql`true` : sql`n.read_at is null`}
    and ${kind === undefined ? sql`true` : sql`n.kind = ${kind}`}`;
  const { rows } = await sql<Partial<NotificationLine> & { found: number; place: number }>`
    with matching as (select from notifications n where ${matches} limit ${countedUpTo + 1}),
    page as (
      select found, least(${page}::integer, greatest(1, ceil(least(found, ${countedUpTo}) / ${size}::float8)))::integer as place
      from (select count(*)::integer as found from matching) counted)
    select page.*, line.* from page left join lateral (
      select n.id, n.kind, n.details, n.path, n.at, n.read_at is not null as "isRead"
      from notifications n where ${matches} order by n.id desc
      limit ${size} offset (page.place - 1) * ${size}::integer) line on true
    order by line.id desc`.execute(db);
  const { found = 0, place = 1 } = rows[0] ?? {};
  return {
    rows: rows.filter((row): row is NotificationLine & (typeof rows)[number] => row.id !== null),
    total: Math.min(found, countedUpTo),
    exact: found <= countedUpTo,
    number: place,
  };
}

/** What a person chose, and their email address. */
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
