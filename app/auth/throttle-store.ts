import { type RawBuilder, sql } from 'kysely';
import { type Db, writtenRows } from '../db/database.ts';
import { clientNetwork } from '../http/client-network.ts';

/**
 * Counters of failed attempts: sign-ins by account and by address, and password confirmations by
 * user.
 */
export type ThrottleKind = 'account' | 'address' | 'proof';

export interface ThrottleRule {
  readonly kind: ThrottleKind;
  /** The submitted user name, the client's address, or the id of a user. */
  readonly of: string;
  /** Attempts until it is blocked. */
  readonly most: number;
  /** Duration of the block; 0 until it is lifted. */
  readonly blockMinutes: number;
}

/** Failures within this many minutes count together. */
const windowMinutes = 15;

export interface Attempt {
  readonly allowed: boolean;
  /** Remaining attempts after this one. */
  readonly left: number;
  readonly blockedUntil: Date | null;
}

/**
 * The digest that stands for an account, so that a password typed into the wrong field is not
 * stored. Spellings of one user name have the same digest, because both use the same function.
 * Computed by PostgreSQL, so that user lists can use it too.
 */
const accountKey = (name: RawBuilder<unknown>) =>
  sql`sha256(convert_to(user_name_key(${name}), 'UTF8'))`;

const keyOf = (kind: ThrottleKind, of: string) =>
  kind === 'account'
    ? accountKey(sql`${of}::text`)
    : sql`sha256(convert_to(${kind === 'address' ? clientNetwork(of) : of}::text, 'UTF8'))`;

/** PostgreSQL's `infinity` arrives as a number that is not a valid date. */
const asDate = (value: Date | number | null): Date | null =>
  value === null || value instanceof Date ? value : new Date(8.64e15);

/**
 * Counts an attempt before it is made, in one statement, so that no more than `most` concurrent
 * attempts pass. A successful attempt is cleared by `forgetFailures`.
 */
export async function countAttempt(
  db: Db,
  { kind, of, most, blockMinutes }: ThrottleRule,
  now: Date,
): Promise<Attempt> {
  const key = keyOf(kind, of);
  const begin = new Date(now.getTime() - windowMinutes * 60_000);
  const until =
    blockMinutes === 0
      ? sql`'infinity'::timestamptz`
      : sql`${new Date(now.getTime() + blockMinutes * 60_000)}::timestamptz`;
  const isOld = sql`(f.first_at <= ${begin} or f.blocked_until is not null)`;
  const count = sql`(case when ${isOld} then 1 else f.failures + 1 end)`;
  const { rows } = await sql<{ failures: number; blocked_until: Date | number | null }>`
    insert into sign_in_failures as f (kind, key, failures, first_at, blocked_until)
    values (${kind}, ${key}, 1, ${now}, case when ${most}::integer <= 1 then ${until} end)
    on conflict (kind, key) do update set
      failures = ${count},
      first_at = case when ${isOld} then excluded.first_at else f.first_at end,
      blocked_until = case when ${count} >= ${most}::integer then ${until} end
    where f.blocked_until is null or f.blocked_until <= ${now}
    returning failures, blocked_until`.execute(db);
  const [row] = rows;
  if (row !== undefined)
    return {
      allowed: true,
      left: Math.max(0, most - row.failures),
      blockedUntil: asDate(row.blocked_until),
    };
  return { allowed: false, left: 0, blockedUntil: await blockedUntil(db, kind, of) };
}

async function blockedUntil(db: Db, kind: ThrottleKind, of: string): Promise<Date | null> {
  const { rows } = await sql<{ blocked_until: Date | number | null }>`
    select blocked_until from sign_in_failures where kind = ${kind} and key = ${keyOf(kind, of)}`.execute(
    db,
  );
  return asDate(rows[0]?.blocked_until ?? null);
}

/** Lifts a block and clears its attempts. Returns whether there were any. */
export async function forgetFailures(db: Db, kind: ThrottleKind, of: string): Promise<boolean> {
  const written = await writtenRows(
    db,
    sql`delete from sign_in_failures where kind = ${kind} and key = ${keyOf(kind, of)}`,
  );
  return written > 0;
}

/** Uncounts a successful attempt; the other attempts of its address remain. */
export async function takeBackAttempt(db: Db, kind: ThrottleKind, of: string): Promise<void> {
  await sql`update sign_in_failures set failures = greatest(failures - 1, 0), blocked_until = null
    where kind = ${kind} and key = ${keyOf(kind, of)}`.execute(db);
}

/**
 * When the lock of an account ends, as a subquery; null if it is not locked. The year 9999 stands
 * for a lock that must be lifted.
 * @param now omitted: the database's current time
 */
export const lockedUntil = (name: RawBuilder<unknown>, now?: Date) => sql<Date | null>`(
  select least(f.blocked_until, '9999-12-31') from sign_in_failures f
  where f.kind = 'account' and f.key = ${accountKey(name)} and f.blocked_until > ${now ?? sql`now()`})`;

/** Deletes attempts that are too old to count. */
export async function sweepFailures(db: Db, now: Date): Promise<void> {
  const begin = new Date(now.getTime() - windowMinutes * 60_000);
  await sql`delete from sign_in_failures where first_at <= ${begin} and coalesce(blocked_until, '-infinity') <= ${now}`.execute(
    db,
  );
}
