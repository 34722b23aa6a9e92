import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import { allSettings } from './session-store.ts';

/** The facts that sign-in needs about an account. */
export interface Credential {
  readonly userId: string;
  readonly name: string;
  readonly label: string;
  readonly isActive: boolean;
  /** `null` if the user has no password. */
  readonly passwordHash: string | null;
  readonly mustChange: boolean;
  readonly changedAt: Date | null;
  readonly lastSignInAt: Date | null;
  readonly lastFailureAt: Date | null;
  /** Failed attempts since the last sign-in. */
  readonly failures: number;
}

const columns = sql`u.id as "userId", u.name, u.label, u.is_active as "isActive", c.password_hash as "passwordHash",
  coalesce(c.must_change, false) as "mustChange", c.changed_at as "changedAt", c.last_sign_in_at as "lastSignInAt",
  c.last_failure_at as "lastFailureAt", coalesce(c.failures, 0) as failures`;

/**
 * Returns the account with a user name, in any spelling, and all settings: one statement, whether
 * or not the account exists.
 */
export async function findCredential(
  db: Db,
  name: string,
): Promise<{
  readonly credential: Credential | undefined;
  readonly settings: Readonly<Record<string, string>>;
}> {
  const { rows } = await sql<
    Credential & { userId: string | null; settings: Record<string, string> }
  >`
    select ${columns}, ${allSettings} as settings
    from (select) one left join entities u on u.entity_type = 'user' and user_name_key(u.name) = user_name_key(${name}) left join credentials c on c.user_id = u.id`.execute(
    db,
  );
  const [row] = rows;
  return {
    credential: row === undefined || row.userId === null ? undefined : row,
    settings: row?.settings ?? {},
  };
}

/** Returns the account of a user and all settings, in one statement. */
export async function readCredential(
  db: Db,
  userId: string,
): Promise<{
  readonly credential: Credential | undefined;
  readonly settings: Readonly<Record<string, string>>;
}> {
  const { rows } = await sql<Credential & { settings: Record<string, string> }>`
    select ${columns}, ${allSettings} as settings from entities u left join credentials c on c.user_id = u.id
    where u.id = ${userId} and u.entity_type = 'user'`.execute(db);
  return { credential: rows[0], settings: rows[0]?.settings ?? {} };
}

/**
 * Locks and returns the account of a user until the transaction ends; `undefined` if there is none.
 */
export async function lockCredential(tx: Tx, userId: string): Promise<Credential | undefined> {
  const { rows } = await sql<Credential>`
    select ${columns} from entities u left join credentials c on c.user_id = u.id
    where u.id = ${userId} and u.entity_type = 'user' for no key update of u`.execute(tx);
  return rows[0];
}

export async function readSettings(db: Db): Promise<Readonly<Record<string, string>>> {
  const { rows } = await sql<{
    settings: Record<string, string>;
  }>`select ${allSettings} as settings`.execute(db);
  return rows[0]?.settings ?? {};
}

/** The time zone of a user, and the default of the installation. */
export async function readTimeZone(
  db: Db,
  userId: string,
): Promise<{ readonly own?: string | undefined; readonly standard?: string | undefined }> {
  const { rows } = await sql<{ own: string | null; standard: string | null }>`
    select (select properties ->> 'pref.time_zone' from entities where id = ${userId}) as own,
      ${allSettings}->>'app.time_zone' as standard`.execute(db);
  return { own: rows[0]?.own ?? undefined, standard: rows[0]?.standard ?? undefined };
}

/** Records a sign-in; replaces a hash that was made with outdated parameters. */
export async function noteSignIn(
  tx: Tx,
  userId: string,
  {
    now,
    address,
    rehashed,
  }: { now: Date; address: string | undefined; rehashed: string | undefined },
): Promise<void> {
  await sql`update credentials set last_sign_in_at = ${now}, last_sign_in_address = ${address ?? null}, failures = 0,
    password_hash = coalesce(${rehashed ?? null}, password_hash) where user_id = ${userId}`.execute(
    tx,
  );
}

/**
 * Records a failed attempt; for an account that does not exist, the same statement changes nothing.
 */
export async function noteFailure(tx: Tx, userId: string | null, now: Date): Promise<void> {
  await sql`update credentials set last_failure_at = ${now}, failures = failures + 1 where user_id = ${userId}`.execute(
    tx,
  );
}

/** Returns previous passwords, newest first. */
export async function passwordHistory(
  db: Db,
  userId: string,
  most: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ password_hash: string }>`
    select password_hash from password_history where user_id = ${userId} order by replaced_at desc limit ${most}`.execute(
    db,
  );
  return rows.map(({ password_hash }) => password_hash);
}

/** Stores a password; the previous one is added to the history, which keeps `history` entries. */
export async function writePassword(
  tx: Tx,
  userId: string,
  {
    hash,
    mustChange,
    now,
    history,
  }: { hash: string; mustChange: boolean; now: Date; history: number },
): Promise<void> {
  await sql`insert into password_history (user_id, replaced_at, password_hash)
    select user_id, ${now}, password_hash from credentials where user_id = ${userId} on conflict do nothing`.execute(
    tx,
  );
  await sql`insert into credentials (user_id, password_hash, must_change, changed_at) values (${userId}, ${hash}, ${mustChange}, ${now})
    on conflict (user_id) do update set password_hash = excluded.password_hash, must_change = excluded.must_change,
      changed_at = excluded.changed_at`.execute(tx);
  await sql`delete from password_history where user_id = ${userId} and replaced_at not in (
    select replaced_at from password_history where user_id = ${userId} order by replaced_at desc limit ${history})`.execute(
    tx,
  );
}
