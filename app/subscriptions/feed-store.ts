import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { grantsOf } from '../ontology/permissions.ts';
import type { Feed } from './feed.ts';

/** A subscription that a client asks for, with what its owner may do now. */
export interface AskedFeed {
  readonly id: string;
  readonly userId: string;
  readonly torId: string | null;
  /** Name of the owner, or of the committee. */
  readonly label: string;
  readonly permissions: readonly PermissionCode[];
}

/** Returns a user's subscriptions, newest first. */
export async function listFeeds(db: Db, userId: string): Promise<readonly Feed[]> {
  const { rows } = await sql<Feed>`
    select f.id, t.label as committee, f.ending, f.created_at as "createdAt", f.last_used_at as "lastUsedAt"
    from calendar_feeds f left join entities t on t.id = f.tor_id
    where f.user_id = ${userId} order by f.created_at desc, f.id desc limit 100`.execute(db);
  return rows;
}

/** Number of a user's subscriptions. Creating another one waits until this transaction ends. */
export async function countFeeds(tx: Tx, userId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended('ahlt calendar feeds', ${userId}::bigint))`.execute(
    tx,
  );
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from calendar_feeds where user_id = ${userId}`.execute(tx);
  return rows[0]?.count ?? 0;
}

interface NewFeed {
  readonly userId: string;
  readonly torId: string | null;
  readonly digest: Buffer;
  readonly ending: string;
  readonly now: Date;
}

export async function insertFeed(
  tx: Tx,
  { userId, torId, digest, ending, now }: NewFeed,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into calendar_feeds (user_id, tor_id, hash, ending, created_at)
    values (${userId}, ${torId}, ${digest}, ${ending}, ${now}) returning id`.execute(tx);
  return rows[0]?.id ?? '';
}

/** Deletes one of a user's subscriptions; its name, or `undefined` if there is none with this id. */
export async function deleteFeed(
  tx: Tx,
  { id, userId }: { readonly id: string; readonly userId: string },
): Promise<Pick<Feed, 'committee' | 'ending'> | undefined> {
  const { rows } = await sql<Pick<Feed, 'committee' | 'ending'>>`
    with gone as (
      delete from calendar_feeds where id = ${id} and user_id = ${userId} returning tor_id, ending)
    select t.label as committee, gone.ending from gone left join entities t on t.id = gone.tor_id`.execute(
    tx,
  );
  return rows[0];
}

/**
 * Returns the subscription with a digest and the current permissions of its owner; `undefined` if
 * there is none, or the owner is inactive.
 */
export async function findFeed(db: Db, digest: Buffer): Promise<AskedFeed | undefined> {
  const { rows } = await sql<AskedFeed>`
    select f.id, f.user_id as "userId", f.tor_id as "torId", coalesce(t.label, u.label) as label,
      array(select distinct code from ${grantsOf(sql`u.id`)}) as permissions
    from calendar_feeds f join entities u on u.id = f.user_id and u.entity_type = 'user' and u.is_active
      left join entities t on t.id = f.tor_id
    where f.hash = ${digest}`.execute(db);
  return rows[0];
}

/**
 * Notes that a subscription was read.
 * @param content digest of the sent feed
 * @returns since when the content is the same
 */
export async function noteReading(
  db: Db,
  { id, content, now }: { readonly id: string; readonly content: Buffer; readonly now: Date },
): Promise<Date> {
  const { rows } = await sql<{ changedAt: Date }>`
    update calendar_feeds set last_used_at = ${now}, content = ${content},
      changed_at = case when content = ${content} then changed_at else ${now}::timestamptz end
    where id = ${id} returning changed_at as "changedAt"`.execute(db);
  return rows[0]?.changedAt ?? now;
}
