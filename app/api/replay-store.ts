import { sql } from 'kysely';
import type { Db } from '../db/database.ts';

/** An answer that can be given again. */
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
  /** It is under way. */
  | { readonly kind: 'running' }
  /** The key came with another request. */
  | { readonly kind: 'other' };

/** How long a request without an answer counts as under way; then its process is taken for dead. */
const runningSeconds = 60;
/** How long an answer is kept. */
const keptHours = 24;

/** Takes a key for a request, in one statement: of several that come at once, one is the first. */
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
 * Keeps the answer to a request; its body as a text, since a jsonb document would forget the order
 * of its members.
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
 * Forgets a request that was refused or failed: nothing was done, so it may be corrected under the
 * same key.
 */
export async function releaseKey(
  db: Db,
  { actorId, key }: Pick<Claim, 'actorId' | 'key'>,
): Promise<void> {
  await sql`delete from api_replays where actor_id = ${actorId} and key = ${key} and status is null`.execute(
    db,
  );
}

/** Removes answers that are too old to be given again. @returns how many there were */
export async function sweepReplays(db: Db, now: Date): Promise<number> {
  const { numAffectedRows } =
    await sql`delete from api_replays where at < ${new Date(now.getTime() - keptHours * 3_600_000)}`.execute(
      db,
    );
  return Number(numAffectedRows ?? 0n);
}
