import { sql } from 'kysely';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Db } from '../db/database.ts';

/** How a run ended: `lost` was cancelled or taken over, `released` given back by a process that ends. */
type RunOutcome = 'done' | 'failed' | 'dead' | 'lost' | 'released';

export type ObserveRun = (kind: string, outcome: RunOutcome, seconds: number) => void;

/**
 * Metrics of the runs of this process, and of all jobs that have not ended well (spec
 * jobs#metrics).
 */
export function observeJobs(registry: Registry, db: Db, now: () => Date): ObserveRun {
  const runs = new Counter({
    name: 'job_runs_total',
    help: 'Runs of jobs by kind and result: done, failed, dead, lost or released.',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'job_run_duration_seconds',
    help: 'Time from the start of a run to its end.',
    labelNames: ['kind'],
    buckets: [0.01, 0.1, 1, 10, 60, 300, 900],
    registers: [registry],
  });
  new Gauge({
    name: 'job_oldest_due_seconds',
    help: 'Age of the oldest job that is due and waits.',
    registers: [registry],
    async collect() {
      this.set(await oldestDue(db, now()).catch(() => Number.NaN));
    },
  });
  new Gauge({
    name: 'jobs',
    help: 'Jobs by kind and state: waiting, running or dead.',
    labelNames: ['kind', 'state'],
    registers: [registry],
    async collect() {
      this.reset();
      // A scrape must succeed while the database is away: then nothing is known.
      const counts = await readCounts(db).catch(() => []);
      for (const { kind, state, amount } of counts) this.set({ kind, state }, amount);
    },
  });
  return (kind, outcome, seconds) => {
    runs.inc({ kind, outcome });
    duration.observe({ kind }, seconds);
  };
}

interface StateCount {
  readonly kind: string;
  readonly state: string;
  readonly amount: number;
}

async function readCounts(db: Db): Promise<readonly StateCount[]> {
  const { rows } = await sql<StateCount>`
    select kind, state, count(*)::integer as amount from jobs
    where state in ('waiting', 'running', 'dead') group by kind, state`.execute(db);
  return rows;
}

/** Seconds since the oldest job that waits was due; 0: none is. */
async function oldestDue(db: Db, now: Date): Promise<number> {
  const { rows } = await sql<{ dueAt: Date | null }>`
    select min(due_at) as "dueAt" from jobs where state = 'waiting'`.execute(db);
  const dueAt = rows[0]?.dueAt ?? now;
  return Math.max(0, (now.getTime() - dueAt.getTime()) / 1000);
}
