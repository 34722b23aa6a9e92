import { type RawBuilder, sql } from 'kysely';
import { type Db, type Tx, writtenRows } from '../db/database.ts';
import type { NewNotice, SecurityNotice } from './notice.ts';

/** Days that a notice is kept, dismissed or not. */
export const keptDays = 90;
/** Notices shown per page, and listed on the account page. */
const mostShown = 3;
const mostListed = 20;

/** A notice as JSON. */
export type StoredNotice = Omit<SecurityNotice, 'at'> & { readonly at: string };

/**
 * Notices per statement. One may address hundreds of users, and a JSON document has a maximum size.
 */
const perStatement = 200;

/** Creates notices, in the transaction of the events they report. Users created in it get none. */
export async function leaveNotices(tx: Tx, notices: readonly NewNotice[]): Promise<void> {
  for (let from = 0; from < notices.length; from += perStatement)
    await leave(tx, notices.slice(from, from + perStatement));
}

async function leave(tx: Tx, notices: readonly NewNotice[]): Promise<void> {
  const given = JSON.stringify(
    notices.map(({ kind, to, session, details }, place) => ({
      ...{ place, kind, details, session_id: session },
      ...('id' in to ? { user_id: to.id } : { names: to.names }),
    })),
    storable,
  );
  await sql`
    insert into security_notices (user_id, kind, session_id, details)
    with given as materialized (
      select * from jsonb_to_recordset(${given}::jsonb)
        as n(place integer, kind text, user_id bigint, names text[], session_id bigint, details jsonb)
    ), found as (
      select g.*, u.id, u.created_at from given g join entities u on u.id = g.user_id and u.entity_type = 'user'
      union all
      select g.*, u.id, u.created_at from given g cross join unnest(g.names) as each (person)
        join entities u on u.name = each.person and u.entity_type = 'user'
    )
    select id, kind, session_id, details from found where created_at <> now() order by place, id`.execute(
    tx,
  );
}

/**
 * A jsonb document holds neither NUL nor unpaired surrogates, and external text may contain both.
 */
const storable = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\u0000', '').toWellFormed() : value;

const asJson = sql`json_build_object('id', n.id::text, 'kind', n.kind, 'at', n.at, 'details', n.details)`;

/** The newest notices that a session's user has not dismissed and the session did not cause. */
export const unseenNotices = (userId: RawBuilder<unknown>, session: RawBuilder<unknown>) => sql<
  readonly StoredNotice[]
>`
  coalesce((select json_agg(${asJson} order by n.id desc) from (
    select * from security_notices
    where user_id = ${userId} and seen_at is null and session_id is distinct from ${session}
    order by id desc limit ${mostShown}) n), '[]')`;

/** Recent security events of an account, dismissed or not, newest first. */
export const latestNotices = (userId: RawBuilder<unknown>) => sql<readonly StoredNotice[]>`
  coalesce((select json_agg(${asJson} order by n.id desc) from (
    select * from security_notices where user_id = ${userId} order by id desc limit ${mostListed}) n), '[]')`;

export const readNotice = ({ at, ...notice }: StoredNotice): SecurityNotice => ({
  ...notice,
  at: new Date(at),
});

/** Which notices a page showed, and to whom. */
export interface Dismissal {
  readonly userId: string;
  readonly session: string;
  /** Ids of the oldest and newest. */
  readonly from: string;
  readonly until: string;
  readonly now: Date;
}

/** Dismisses the notices that a page showed, for all sessions of their user. Newer ones remain. */
export async function dismissNotices(
  db: Db,
  { userId, session, from, until, now }: Dismissal,
): Promise<void> {
  await sql`update security_notices set seen_at = ${now}
    where user_id = ${userId} and id between ${from} and ${until} and seen_at is null
      and session_id is distinct from ${session}`.execute(db);
}

/** Deletes old notices. @returns how many there were */
export async function sweepNotices(db: Db, now: Date): Promise<number> {
  const before = new Date(now.getTime() - keptDays * 86_400_000);
  return writtenRows(db, sql`delete from security_notices where at < ${before}`);
}
