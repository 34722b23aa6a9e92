import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { firstTimeZone } from '../time-zone.ts';
import type { Job } from './job.ts';
import { soleKey } from './job-store.ts';
import { nextBeat, type Schedule } from './schedule.ts';

interface StoredSchedule extends Schedule {
  readonly kind: string;
  readonly nextAt: Date;
}

/**
 * Queues the scheduled jobs that are due. Of several replicas the one that moves the beat on queues
 * the job, so each beat queues one; however many were missed, one is made up. A schedule that is
 * new is due at once, one that changed at its next beat.
 */
export async function queueScheduled(db: Db, jobs: readonly Job[], now: Date): Promise<void> {
  const { timeZone, stored } = await readSchedules(db, jobs);
  for (const { kind, cron } of jobs) {
    if (cron === undefined) continue;
    const known = stored.get(kind.name);
    if (known === undefined) {
      await addSchedule(db, { kind: kind.name, cron, timeZone, nextAt: now });
    } else if (known.cron !== cron || known.timeZone !== timeZone) {
      const nextAt = nextBeat({ cron, timeZone }, now);
      await changeSchedule(db, { kind: kind.name, cron, timeZone, nextAt });
    } else if (known.nextAt <= now) {
      await takeBeat(db, known, { nextAt: nextBeat(known, now), kind, now });
    }
  }
}

async function readSchedules(db: Db, jobs: readonly Job[]) {
  const kinds = jobs.filter(({ cron }) => cron !== undefined).map(({ kind }) => kind.name);
  const { rows } = await sql<Partial<StoredSchedule> & { readonly zone: string | null }>`
    select zone.zone, s.kind, s.cron, s.time_zone as "timeZone", s.next_at as "nextAt"
    from (select (select properties ->> 'value' from entities
      where entity_type = 'setting' and name = 'app.time_zone') as zone) zone
    left join job_schedules s on s.kind = any(${kinds})`.execute(db);
  const stored = new Map<string, StoredSchedule>();
  for (const row of rows) if (row.kind) stored.set(row.kind, row as StoredSchedule);
  return { timeZone: firstTimeZone(rows[0]?.zone ?? undefined), stored };
}

async function addSchedule(
  db: Db,
  { kind, cron, timeZone, nextAt }: StoredSchedule,
): Promise<void> {
  await sql`
    insert into job_schedules (kind, cron, time_zone, next_at)
    values (${kind}, ${cron}, ${timeZone}, ${nextAt}) on conflict do nothing`.execute(db);
}

async function changeSchedule(
  db: Db,
  { kind, cron, timeZone, nextAt }: StoredSchedule,
): Promise<void> {
  await sql`
    update job_schedules set cron = ${cron}, time_zone = ${timeZone}, next_at = ${nextAt}
    where kind = ${kind}`.execute(db);
}

async function takeBeat(
  db: Db,
  seen: StoredSchedule,
  { nextAt, kind, now }: { readonly nextAt: Date; readonly kind: Job['kind']; readonly now: Date },
): Promise<void> {
  await sql`
    with beat as (
      update job_schedules set next_at = ${nextAt}, last_at = next_at
      where kind = ${kind.name} and next_at = ${seen.nextAt} returning kind)
    insert into jobs (kind, unique_key, max_attempts, due_at, created_at)
    select kind, ${soleKey}, ${kind.maxAttempts}, ${now}::timestamptz, ${now}::timestamptz from beat
    on conflict (kind, unique_key) where state in ('waiting', 'running') do nothing`.execute(db);
}
