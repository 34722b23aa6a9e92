import { sql } from 'kysely';
import { type Db, type Tx, writtenRows } from '../db/database.ts';
import type { Job, JobKind } from './job.ts';
import { texts } from './texts.ts';

/** How long a runner has a job without saying that it still works on it. */
const leaseMs = 60_000;

const later = (now: Date, milliseconds: number): Date => new Date(now.getTime() + milliseconds);

export interface Queued {
  readonly now: Date;
  /** When it is due. @default now */
  readonly dueAt?: Date;
  /**
   * What it is about. A job of this kind and key that waits isn't queued again; one that runs is
   * queued once more when it ends, with the payload that it has.
   */
  readonly key?: string;
}

/**
 * Queues a job in the transaction of the change that wants it: both are kept or neither (spec
 * jobs#queue). Throws for a payload that isn't of the kind.
 */
export async function enqueue<Payload>(
  tx: Tx,
  kind: JobKind<Payload>,
  payload: Payload,
  { now, dueAt = now, key }: Queued,
): Promise<void> {
  const stored = JSON.stringify(kind.payload.parse(payload));
  await sql`
    insert into jobs (kind, unique_key, payload, max_attempts, due_at, created_at)
    values (${kind.name}, ${key ?? null}, ${stored}::jsonb, ${kind.maxAttempts}, ${dueAt}, ${now})
    on conflict (kind, unique_key) where state in ('waiting', 'running')
    do update set again = true where jobs.state = 'running'`.execute(tx);
}

/** Of a job that exists once: there is nothing else that it could be about. */
export const soleKey = 'sole';

/**
 * Queues a job that there is work for, unless one waits or runs. One that is dead holds it back
 * until an administrator retries or cancels it: it would only die again.
 */
export async function enqueueWanted(db: Db, { kind }: Job, now: Date): Promise<void> {
  await sql`
    insert into jobs (kind, unique_key, max_attempts, due_at, created_at)
    select ${kind.name}, ${soleKey}, ${kind.maxAttempts}, ${now}::timestamptz, ${now}::timestamptz
    where not exists (select from jobs where kind = ${kind.name} and state = 'dead')
    on conflict (kind, unique_key) where state in ('waiting', 'running') do nothing`.execute(db);
}

/** A job that this runner has now. */
export interface ClaimedJob {
  readonly id: string;
  readonly kind: string;
  readonly payload: unknown;
  /** This one included. */
  readonly attempts: number;
  readonly maxAttempts: number;
}

interface Claim {
  readonly runner: string;
  /** Kinds that this version knows; a newer one may have queued others. */
  readonly kinds: readonly string[];
  readonly most: number;
  readonly now: Date;
}

/**
 * Takes jobs that are due: what waits, and what runs with a lease that has ended, because its
 * replica did. Rows that another replica takes at the same time are skipped.
 */
export async function claimJobs(
  db: Db,
  { runner, kinds, most, now }: Claim,
): Promise<readonly ClaimedJob[]> {
  const { rows } = await sql<ClaimedJob>`
    with due as materialized (
      select id from jobs
      where state in ('waiting', 'running') and due_at <= ${now} and kind = any(${[...kinds]})
      order by due_at, id limit ${most} for update skip locked)
    update jobs set state = 'running', attempts = attempts + 1, runner = ${runner},
      started_at = ${now}, due_at = ${later(now, leaseMs)},
      last_error = case when state = 'running' then ${texts.stopped} else last_error end
    from due where jobs.id = due.id
    returning jobs.id, kind, payload, attempts, max_attempts as "maxAttempts"`.execute(db);
  return rows;
}

/** Extends the leases of a runner. Returns its jobs; others were cancelled or taken over. */
export async function renewLeases(db: Db, runner: string, now: Date): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    update jobs set due_at = ${later(now, leaseMs)}
    where state = 'running' and runner = ${runner} returning id`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** A run of a runner. What it says counts only while the job is still its own. */
interface RunOf {
  readonly id: string;
  readonly runner: string;
  readonly attempts: number;
  readonly now: Date;
}

const own = ({ id, runner, attempts }: RunOf) =>
  sql`id = ${id} and state = 'running' and runner = ${runner} and attempts = ${attempts}`;

/** Ends a job. One that was queued again while it ran waits as a copy. */
export async function endJob(
  db: Db,
  run: RunOf,
  { state, error }: { readonly state: 'done' | 'dead'; readonly error: string | null },
): Promise<void> {
  await sql`
    with ended as (
      update jobs set state = ${state}, finished_at = ${run.now}, last_error = coalesce(${error}, last_error)
      where ${own(run)} returning *)
    insert into jobs (kind, unique_key, payload, max_attempts, due_at, created_at)
    select kind, unique_key, payload, max_attempts, finished_at, finished_at from ended where again`.execute(
    db,
  );
}

/** Lets a job wait for its next attempt. */
export async function retryLater(
  db: Db,
  run: RunOf,
  { error, dueAt }: { readonly error: string; readonly dueAt: Date },
): Promise<void> {
  await sql`
    update jobs set state = 'waiting', due_at = ${dueAt}, last_error = ${error}
    where ${own(run)}`.execute(db);
}

/** Releases the jobs of a runner for another to take at once; the attempt doesn't count. */
export async function releaseJobs(db: Db, runner: string, now: Date): Promise<void> {
  await sql`
    update jobs set state = 'waiting', attempts = attempts - 1, due_at = ${now}
    where state = 'running' and runner = ${runner}`.execute(db);
}

const keptDays = 7;

/** Removes jobs that were done or cancelled a week ago. Returns how many. */
export async function pruneJobs(db: Db, now: Date): Promise<number> {
  return writtenRows(
    db,
    sql`
    delete from jobs where state in ('done', 'cancelled')
      and finished_at < ${later(now, -keptDays * 24 * 60 * 60_000)}`,
  );
}
