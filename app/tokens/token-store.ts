import { sql } from 'kysely';
import { type Db, type Tx, writtenRows } from '../db/database.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { grantsOf, relatedBy } from '../ontology/permissions.ts';
import type { Token } from './token.ts';

/** A presented token, with everything a request needs of its owner. */
export interface PresentedToken extends Token {
  readonly userId: string;
  readonly userName: string;
  readonly userLabel: string;
  readonly isActive: boolean;
  /** The owner must choose a new password first. */
  readonly mustChange: boolean;
  /** The owner's current permissions. */
  readonly granted: readonly PermissionCode[];
  readonly roles: readonly string[];
  /** Whether this request is its first use. */
  readonly isFirstUse: boolean;
  /** Whether it is no longer valid and the log has no recent entry of an attempt. */
  readonly isNewRefusal: boolean;
}

/**
 * How outdated the time of the last use may be, and the minimum time between two logged refusals.
 */
const touchSeconds = 60;
const refusalMinutes = 60;

/**
 * Returns the token with a digest and its owner, in one statement, which also records the use;
 * `undefined` if there is none.
 */
export async function loadToken(
  db: Db,
  {
    digest,
    now,
    address,
  }: { readonly digest: Buffer; readonly now: Date; readonly address: string | undefined },
): Promise<PresentedToken | undefined> {
  const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);
  const { rows } = await sql<PresentedToken>`
    with presented as materialized (
      select t.*, u.name as user_name, u.label as user_label, u.is_active,
        t.revoked_at is null and t.expires_at > ${now} and u.is_active as is_valid
      from access_tokens t join entities u on u.id = t.user_id and u.entity_type = 'user' where t.hash = ${digest}
    ), touched as (
      update access_tokens set last_used_at = ${now}, last_used_address = ${address?.slice(0, 64) ?? null}
      where id = (select id from presented where is_valid) and (last_used_at is null or last_used_at < ${before(touchSeconds)})
      returning id
    ), refused as (
      update access_tokens set refused_at = ${now}
      where id = (select id from presented where not is_valid) and (refused_at is null or refused_at < ${before(refusalMinutes * 60)})
      returning id
    )
    select p.id, p.name, p.ending, p.may_write as "mayWrite", p.codes, p.created_at as "createdAt", p.expires_at as "expiresAt",
      p.last_used_at as "lastUsedAt", p.last_used_address as "lastUsedAddress", p.revoked_at as "revokedAt",
      p.revoked_because as "revokedBecause", p.user_id as "userId", p.user_name as "userName", p.user_label as "userLabel",
      p.is_active as "isActive", coalesce(c.must_change, false) as "mustChange",
      array(select distinct code from ${grantsOf(sql`(select user_id from presented)`)} order by code) as granted,
      array(select role.label from relations held join entities role on role.id = held.target_id and role.is_active
        where held.source_id = p.user_id and ${relatedBy('held', 'has_role')} order by role.sort_order, role.id) as roles,
      p.last_used_at is null and exists (select from touched) as "isFirstUse", exists (select from refused) as "isNewRefusal"
    from presented p left join credentials c on c.user_id = p.user_id`.execute(db);
  return rows[0];
}

const shown = sql`t.id, t.name, t.ending, t.may_write as "mayWrite", t.codes, t.created_at as "createdAt", t.expires_at as "expiresAt",
  t.last_used_at as "lastUsedAt", t.last_used_address as "lastUsedAddress", t.revoked_at as "revokedAt", t.revoked_because as "revokedBecause"`;

/** Returns a user's tokens, newest first; those that ended only for a month. */
export async function listTokens(db: Db, userId: string, now: Date): Promise<readonly Token[]> {
  const monthAgo = new Date(now.getTime() - 30 * 86_400_000);
  const { rows } = await sql<Token>`
    select ${shown} from access_tokens t
    where t.user_id = ${userId} and t.expires_at > ${monthAgo} and (t.revoked_at is null or t.revoked_at > ${monthAgo})
    order by t.created_at desc, t.id desc limit 100`.execute(db);
  return rows;
}

/** Names of a user's active tokens. Creating another token waits until this transaction ends. */
export async function livingTokens(tx: Tx, userId: string, now: Date): Promise<readonly string[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended('ahlt access tokens', ${userId}::bigint))`.execute(
    tx,
  );
  const { rows } = await sql<{ name: string }>`
    select name from access_tokens where user_id = ${userId} and revoked_at is null and expires_at > ${now}`.execute(
    tx,
  );
  return rows.map(({ name }) => name);
}

interface NewToken extends Pick<Token, 'name' | 'ending' | 'mayWrite' | 'codes' | 'expiresAt'> {
  readonly userId: string;
  readonly digest: Buffer;
  readonly now: Date;
}

export async function insertToken(
  tx: Tx,
  { userId, name, digest, ending, mayWrite, codes, expiresAt, now }: NewToken,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into access_tokens (user_id, name, hash, ending, may_write, codes, created_at, expires_at)
    values (${userId}, ${name}, ${digest}, ${ending}, ${mayWrite}, ${[...codes]}, ${now}, ${expiresAt}) returning id`.execute(
    tx,
  );
  return rows[0]?.id ?? '';
}

/**
 * Revokes one of a user's tokens immediately; `undefined` if they have no active one with this id.
 */
export async function revokeOwnToken(
  tx: Tx,
  { id, userId, now }: { readonly id: string; readonly userId: string; readonly now: Date },
): Promise<{ readonly name: string } | undefined> {
  const { rows } = await sql<{ name: string }>`
    update access_tokens set revoked_at = ${now}, revoked_because = 'owner'
    where id = ${id} and user_id = ${userId} and revoked_at is null returning name`.execute(tx);
  return rows[0];
}

/** Deletes tokens that ended more than a month ago. @returns how many there were */
export async function sweepTokens(db: Db, now: Date): Promise<number> {
  const monthAgo = new Date(now.getTime() - 30 * 86_400_000);
  return writtenRows(
    db,
    sql`delete from access_tokens where expires_at < ${monthAgo} or revoked_at < ${monthAgo}`,
  );
}
