import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { JobState } from './rules.ts';

interface LockedJob {
  readonly id: string;
  readonly kind: string;
  readonly state: JobState;
  readonly attempts: number;
  readonly dueAt: Date;
  /** Another job of its kind and key waits or runs. */
  readonly hasTwin: boolean;
}

/** A job that nobody else changes until the transaction ends. */
export async function lockJob(tx: Tx, id: string): Promise<LockedJob | undefined> {
  const { rows } = await sql<LockedJob>`
    select id, kind, state, attempts, due_at as "dueAt", exists (
      select from jobs other where other.kind = jobs.kind and other.unique_key = jobs.unique_key
        and other.id <> jobs.id and other.state in ('waiting', 'running')) as "hasTwin"
    from jobs where id = ${id} for update`.execute(tx);
  return rows[0];
}

/** Lets a locked job begin again at once, with all its attempts. */
export async function requeueJob(tx: Tx, id: string, now: Date): Promise<void> {
  await sql`
    update jobs set state = 'waiting', due_at = ${now}, attempts = 0, again = false, finished_at = null
    where id = ${id}`.execute(tx);
}

/** Ends a locked job. One that runs is aborted by its runner at its next poll. */
export async function cancelJob(tx: Tx, id: string, now: Date): Promise<void> {
  await sql`
    update jobs set state = 'cancelled', again = false, finished_at = ${now}
    where id = ${id}`.execute(tx);
}
