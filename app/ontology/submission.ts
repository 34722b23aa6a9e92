import { sql } from 'kysely';
import { type Db, type Tx, writtenRows } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { Actor, Submission } from './actor.ts';
import { type Saved, savedAll } from './outcome.ts';
import { texts } from './texts.ts';

// A form or request that is sent again changes something once. Its token is taken in the
// transaction of the change, so there is no token without its change, and no change without it.

/** A response that can be sent again. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A row of `submissions`. */
interface Earlier<Value> {
  readonly content: string;
  readonly value: Value | null;
  readonly answer: StoredAnswer | null;
}

/**
 * Returns the result of a command that was run before by the same submission; `undefined` for the
 * first. A form waits until a concurrent one has ended. Throws `idempotency_key_running` for a
 * request that is in progress, and `idempotency_key_reused` if its token came with another one.
 */
export async function takeSubmission<Value>(
  tx: Tx,
  { id, origin: { submission } }: Actor,
  action: string,
): Promise<Saved<Value> | undefined> {
  if (id === null || submission === undefined) return undefined;
  const { token, content = '' } = submission;
  if (submission.content !== undefined) await requireAlone(tx, id, token);
  const { rows: taken } = await sql`
    insert into submissions (actor_id, token, action, content)
    select ${id}, ${token}, ${action}, ${content} where not exists (
      select from submissions where actor_id = ${id} and token = ${token} and content <> ${content})
    on conflict (actor_id, token, action) do nothing returning token`.execute(tx);
  if (taken.length > 0) return undefined;
  const earlier = await find<Value>(tx, id, submission, action);
  return savedAll([], (earlier?.value ?? null) as Value);
}

/** Keeps the result of a command for resubmissions; it must be serializable as JSON. */
export async function keepSubmission(
  tx: Tx,
  { id, origin: { submission } }: Actor,
  action: string,
  value: unknown,
): Promise<void> {
  if (id === null || submission === undefined) return;
  await sql`update submissions set value = ${JSON.stringify(value ?? null)}::jsonb
    where actor_id = ${id} and token = ${submission.token} and action = ${action}`.execute(tx);
}

/**
 * The response to the same request sent before; `undefined` if there was none, or none was kept.
 * Throws `idempotency_key_reused` if the token came with another request.
 */
export async function findAnswer(
  db: Db,
  actorId: string,
  submission: Submission,
): Promise<StoredAnswer | undefined> {
  return (await find(db, actorId, submission))?.answer ?? undefined;
}

/** Keeps the response to a request that changed something. */
export async function keepAnswer(
  db: Db,
  actorId: string,
  { token }: Submission,
  { status, headers, body }: StoredAnswer,
): Promise<void> {
  await sql`update submissions set answer = ${JSON.stringify({ status, headers, body })}::json
    where actor_id = ${actorId} and token = ${token}`.execute(db);
}

/** Deletes submissions older than a day. Returns their number. */
export async function sweepSubmissions(db: Db, now: Date): Promise<number> {
  return writtenRows(
    db,
    sql`delete from submissions where at < ${new Date(now.getTime() - 86_400_000)}`,
  );
}

/** A program can send its request again later; unlike a person, it does not wait for the other. */
async function requireAlone(tx: Tx, actorId: string, token: string): Promise<void> {
  const { rows } = await sql<{ isAlone: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`ahlt submission ${token}`}, ${actorId}::bigint)) as "isAlone"`.execute(
    tx,
  );
  if (rows[0]?.isAlone === true) return;
  throw new AppError('idempotency_key_running', {
    message: texts.keyRunning,
    status: 409,
    details: { retryAfterSeconds: 1 },
  });
}

/** @param action left out: of any command that the submission ran */
async function find<Value>(
  db: Db,
  actorId: string,
  { token, content = '' }: Submission,
  action?: string,
): Promise<Earlier<Value> | undefined> {
  const { rows } = await sql<Earlier<Value>>`
    select content, value, answer from submissions where actor_id = ${actorId} and token = ${token}
      and (content <> ${content} or action = coalesce(${action ?? null}, action)) limit 1`.execute(
    db,
  );
  const [earlier] = rows;
  if (earlier !== undefined && earlier.content !== content)
    throw new AppError('idempotency_key_reused', { message: texts.keyReused, status: 422 });
  return earlier;
}
