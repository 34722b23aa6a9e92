import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** A response that can be repeated. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface Claim {
  readonly actorId: string;
  readonly key: Buffer;
  readonly fingerprint: Buffer;
  readonly now: Date;
}

export type Claimed =
  | { readonly kind: 'first' }
  /** The same request was answered. */
  | { readonly kind: 'answered'; readonly answer: StoredAnswer }
  /** It is in progress. */
  | { readonly kind: 'running' }
  /** The key was used with another request. */
  | { readonly kind: 'other' };

/**
 * A request without a response counts as in progress for this long; then its process is assumed
 * dead.
 */
const runningSeconds = 60;
/** How long a response is kept. */
const keptHours = 24;

/**
 * Claims a key for a request, in one statement: exactly one of several concurrent requests is
 * first.
 */
export async function claimKey(
  db: Db,
  { actorId, key, fingerprint, now }: Claim,
): Promise<Claimed> {
  const stale = new Date(now.getTime() - runningSeconds * 1000);
  const old = new Date(now.getTime() - keptHours * 3_600_000);
  const { rows } = await sql<
    { first: boolean; fingerprint: Buffer | null } & Partial<StoredAnswer>
  >`
    with taken as (
      insert into api_replays as r (actor_id, key, fingerprint, at) values (${actorId}, ${key}, ${fingerprint}, ${now})
      on conflict (actor_id, key) do update
        set at = excluded.at, fingerprint = excluded.fingerprint, status = null, headers = null, body = null
        where r.at < ${old} or (r.status is null and r.at < ${stale} and r.fingerprint = excluded.fingerprint)
      returning true as first)
    select t.first, r.fingerprint, r.status, r.headers, r.body
    from (select 1) one left join taken t on true left join api_replays r on t.first is null and r.actor_id = ${actorId} and r.key = ${key}`.execute(
    db,
  );
  const [row] = rows;
  if (row?.first === true) return { kind: 'first' };
  if (row?.fingerprint?.equals(fingerprint) === false) return { kind: 'other' };
  if (row?.status === undefined || row.status === null) return { kind: 'running' };
  return {
    kind: 'answered',
    answer: {
      status: row.status,
      headers: row.headers ?? {},
      body: JSON.parse(String(row.body)) as unknown,
    },
  };
}

/**
 * Stores the response of a request; the body as text, because jsonb does not preserve the order of
 * members.
 */
export async function keepAnswer(
  db: Db,
  { actorId, key }: Pick<Claim, 'actorId' | 'key'>,
  { status, headers, body }: StoredAnswer,
): Promise<void> {
  await sql`update api_replays set status = ${status}, headers = ${JSON.stringify(headers)}::jsonb, body = to_jsonb(${JSON.stringify(body)}::text)
    where actor_id = ${actorId} and key = ${key}`.execute(db);
}

/**
 * Releases the key of a request that was refused or failed: nothing was changed, so it may be
 * corrected and repeated with the same key.
 */
export async function releaseKey(
  db: Db,
  { actorId, key }: Pick<Claim, 'actorId' | 'key'>,
): Promise<void> {
  await sql`delete from api_replays where actor_id = ${actorId} and key = ${key} and status is null`.execute(
    db,
  );
}

/** Deletes expired responses. @returns how many there were */
export async function sweepReplays(db: Db, now: Date): Promise<number> {
  const { numAffectedRows } =
    await sql`delete from api_replays where at < ${new Date(now.getTime() - keptHours * 3_600_000)}`.execute(
      db,
    );
  return Number(numAffectedRows ?? 0n);
}
