import { sql } from 'kysely';
import { countedPage } from '../db/counted-page.ts';
import type { Db } from '../db/database.ts';
import type { JobState } from '../jobs/index.ts';
import type { JobLine, JobPage, ScheduleLine } from './job.ts';

interface JobFilter {
  readonly state: JobState | undefined;
  readonly kind: string | undefined;
  readonly page: number;
  readonly size: number;
}

/** One page of the jobs, the newest first, in one statement. */
export async function listJobs(db: Db, { state, kind, page, size }: JobFilter): Promise<JobPage> {
  const { facts, ...jobs } = await countedPage<JobLine, Pick<JobPage, 'dead'>>(db, {
    from: sql`from jobs where ${state === undefined ? sql`true` : sql`state = ${state}`}
      and ${kind === undefined ? sql`true` : sql`kind = ${kind}`}`,
    columns: sql`id, kind, state, due_at as "dueAt", attempts, max_attempts as "maxAttempts",
      last_error as "lastError", started_at as "startedAt", finished_at as "finishedAt"`,
    more: sql`(select count(*)::integer from jobs where state = 'dead') as dead`,
    orderBy: sql`id desc`,
    page,
    size,
  });
  return { ...jobs, dead: facts.dead ?? 0 };
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
