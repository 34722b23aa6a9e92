import { type RawBuilder, sql } from 'kysely';
import { dayAt } from '../authority/index.ts';
import { type Db, type Tx, writtenRows } from '../db/database.ts';
import type { Happening, NotificationKind } from './notification.ts';
import { committeeOf, owners, peopleOf } from './recipients.ts';

/** A notification that was made, and whether it is to be mailed at once. */
export interface Made {
  readonly id: string;
  readonly mail: 'now' | 'digest' | null;
}

/** Notifies those whom something concerns, in one statement. Each is notified once of each key. */
export const notify = (
  tx: Tx,
  { kind, key, item, what, audience, path, by, actor, day = null }: Happening,
  now: Date,
): Promise<readonly Made[]> =>
  insert(tx, {
    ...{ kind, path, by, actor, now },
    rows: sql`select p.user_id, p.item, coalesce(nullif(p.mark, ''), ${key}) as key, ${what} as what, ${day} as day
      from ${peopleOf(audience, item, dayAt(now))} p`,
  });

/** Days before its due date that the owner of an action item is reminded. */
const daysBefore = 3;

/** Reminds owners of action items that are due within days or overdue, once each (spec notifications#kinds). */
export const notifyDue = (tx: Tx, now: Date): Promise<readonly Made[]> => {
  const day = dayAt(now);
  const due = sql`(
    select e.id from entities e where e.entity_type = 'action_item'
      and coalesce(nullif(e.properties ->> 'status', ''), 'open') <> 'done'
      and e.properties ->> 'due_date' collate "C" <= to_char((${day})::date + ${daysBefore}::integer, 'YYYY-MM-DD')
      and e.properties ->> 'due_date' collate "C" >= to_char((${day})::date - 60, 'YYYY-MM-DD')
    order by e.properties ->> 'due_date', e.id limit 5000)`;
  return insert(tx, {
    ...{ kind: 'due', path: '/action-items', by: null, actor: null, now },
    rows: sql`
      select p.user_id, p.item, 'due:' || p.item || ':' || state.day || ':' || state.what as key, state.what, state.day
      from ${owners(due, day)} p join entities acted on acted.id = p.item
        cross join lateral (select acted.properties ->> 'due_date' as day,
          case when acted.properties ->> 'due_date' collate "C" < ${day} then 'overdue' else 'due' end as what) state`,
  });
};

interface NewNotifications {
  readonly kind: NotificationKind;
  readonly path: string;
  readonly by: string | null;
  readonly actor: string | null;
  readonly now: Date;
  /** Rows of `user_id`, `item`, `key`, `what` and `day`. */
  readonly rows: RawBuilder<unknown>;
}

async function insert(
  tx: Tx,
  { kind, path, by, actor, now, rows: given }: NewNotifications,
): Promise<readonly Made[]> {
  const { rows } = await sql<Made>`
    insert into notifications (user_id, kind, key, target_id, path, details, at, mail)
    select distinct on (u.id, given.key) u.id, ${kind}, given.key, it.id,
      replace(replace(${path}, '{tor}', coalesce(body.id::text, '0')), '{item}', it.id::text),
      jsonb_strip_nulls(jsonb_build_object('what', given.what, 'item', it.label, 'committee', body.label,
        'by', ${by}::text, 'day', given.day)), ${now}::timestamptz,
      case chosen.way when 'email' then 'now' when 'digest' then 'digest' end
    from (${given}) given
      join entities u on u.id = given.user_id and u.entity_type = 'user' and u.is_active
      join entities it on it.id = given.item
      left join entities body on body.id = ${committeeOf(sql.ref('it.id'))}
      left join notification_choices chosen on chosen.user_id = u.id and chosen.kind = ${kind}
    where u.id is distinct from ${actor}::bigint and coalesce(chosen.way, 'here') <> 'none'
    order by u.id, given.key
    on conflict (user_id, kind, key) do nothing
    returning id, mail`.execute(tx);
  return rows;
}

/** Which notifications of a person to mark as read. */
export interface Reading {
  readonly user: string;
  /** Ids; `undefined`: all. */
  readonly ids: readonly string[] | undefined;
  readonly now: Date;
}

/** Marks notifications of a person as read. Returns how many were unread. */
export async function readNotifications(db: Db, { user, ids, now }: Reading): Promise<number> {
  return writtenRows(
    db,
    sql`
    update notifications set read_at = ${now} where user_id = ${user} and read_at is null
      and ${ids === undefined ? sql`true` : sql`id = any(${[...ids]}::bigint[])`}`,
  );
}

/** Whether a person has a notification. */
export async function hasNotification(db: Db, user: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    select from notifications where user_id = ${user} and id = ${id}`.execute(db);
  return rows.length > 0;
}

/** Days that notifications are kept, read or not. */
const keptDays = 90;

/** Removes old notifications. Returns how many. */
export async function pruneNotifications(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keptDays * 86_400_000);
  return writtenRows(db, sql`delete from notifications where at < ${before}`);
}
