import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { JobState } from '../jobs/index.ts';
import type { JobLine, JobPage, ScheduleLine } from './job.ts';

export interface JobFilter {
  readonly state: JobState | undefined;
  readonly kind: string | undefined;
  readonly page: number;
  readonly size: number;
}

const countedUpTo = 1_000;

/** One page of the jobs, the newest first, in one statement. */
export async function listJobs(db: Db, { state, kind, page, size }: JobFilter): Promise<JobPage> {
  const matches = sql`
    ${state === undefined ? sql`true` : sql`state = ${state}`}
    and ${kind === undefined ? sql`true` : sql`kind = ${kind}`}`;
  const { rows } = await sql<Partial<JobLine> & { found: number; at: number; dead: number }>`
    with matching as (select from jobs where ${matches} limit ${countedUpTo + 1}),
    page as (
      select found, least(${page}::integer, greatest(1, ceil(least(found, ${countedUpTo}) / ${size}::float8)))::integer as at,
        (select count(*)::integer from jobs where state = 'dead') as dead
      from (select count(*)::integer as found from matching) counted)
    select page.*, j.id, kind, state, due_at as "dueAt", attempts, max_attempts as "maxAttempts",
      last_error as "lastError", started_at as "startedAt", finished_at as "finishedAt"
    from page left join lateral (
      select * from jobs where ${matches} order by id desc
      limit ${size} offset (page.at - 1) * ${size}::integer) j on true
    order by j.id desc`.execute(db);
  const { found = 0, at = 1, dead = 0 } = rows[0] ?? {};
  return {
    rows: rows.filter((row): row is JobLine & (typeof rows)[number] => row.id !== null),
    total: Math.min(found, countedUpTo),
    exact: found <= countedUpTo,
    number: at,
    dead,
  };
}

/** The schedules of these kinds, by when they are due, and how many jobs are dead. */
export async function listSchedules(
  db: Db,
  kinds: readonly string[],
): Promise<{ readonly schedules: readonly ScheduleLine[]; readonly dead: number }> {
  const { rows } = await sql<ScheduleLine & { readonly dead: number }>`
    select (select count(*)::integer from jobs where state = 'dead') as dead,
      s.kind, s.cron, s.time_zone as "timeZone", s.next_at as "nextAt", j.state, j.started_at as "startedAt"
    from job_schedules s left join lateral (
      select state, started_at from jobs where kind = s.kind order by id desc limit 1) j on true
    where s.kind = any(${[...kinds]}) order by s.next_at, s.kind`.execute(db);
  return { schedules: rows, dead: rows[0]?.dead ?? 0 };
}
