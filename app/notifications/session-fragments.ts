import { type RawBuilder, sql } from 'kysely';
import type { StoredNotification } from './notification.ts';

/** A notification as JSON. */
export type ShownNotification = StoredNotification & { readonly at: string };

const mostCounted = 100;
const mostShown = 5;

/** How many unread notifications a user has, at most 100. */
export const unreadNotifications = (user: RawBuilder<unknown>): RawBuilder<number> => sql<number>`(
  select count(*)::integer from (select from notifications
    where user_id = ${user} and read_at is null limit ${sql.lit(mostCounted)}) unread_ones)`;

/** The newest unread notifications of a user, as JSON. */
export const newestNotifications = (
  user: RawBuilder<unknown>,
): RawBuilder<readonly ShownNotification[]> => sql<readonly ShownNotification[]>`
  coalesce((select json_agg(json_build_object('id', n.id::text, 'kind', n.kind, 'details', n.details,
      'path', n.path, 'at', n.at) order by n.id desc) from (
    select * from notifications where user_id = ${user} and read_at is null
    order by id desc limit ${sql.lit(mostShown)}) n), '[]')`;
