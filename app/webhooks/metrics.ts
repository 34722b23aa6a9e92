import { sql } from 'kysely';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Db } from '../db/database.ts';
import type { AttemptOutcome } from './webhook.ts';

/** Counts an attempt and how long it took, in seconds. */
export type ObserveDelivery = (outcome: AttemptOutcome, seconds: number) => void;

/** Metrics of the attempts of this process, and of what waits (spec webhooks#metrics). */
export function observeWebhooks(registry: Registry, db: Db, now: () => Date): ObserveDelivery {
  const attempts = new Counter({
    name: 'webhook_attempts_total',
    help: 'Requests to webhooks by result: delivered, status, redirect, timeout, address or connection.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'webhook_attempt_duration_seconds',
    help: 'Time from the start of a request to a webhook to its answer or failure.',
    buckets: [0.05, 0.1, 0.5, 1, 5, 15],
    registers: [registry],
  });
  new Gauge({
    name: 'webhook_deliveries_waiting',
    help: 'Deliveries to enabled webhooks that wait for their first or next attempt.',
    registers: [registry],
    async collect() {
      // A scrape must succeed while the database is away: then nothing is known.
      this.set(await countWaiting(db).catch(() => Number.NaN));
    },
  });
  new Gauge({
    name: 'webhook_oldest_due_seconds',
    help: 'Age of the oldest delivery to an enabled webhook that is due.',
    registers: [registry],
    async collect() {
      this.set(await oldestDue(db, now()).catch(() => Number.NaN));
    },
  });
  return (outcome, seconds) => {
    attempts.inc({ outcome });
    duration.observe(seconds);
  };
}

const open = sql`webhook_endpoints w join webhook_deliveries d on d.endpoint_id = w.id
  and d.state in ('waiting', 'sending') where w.disabled_at is null`;

async function countWaiting(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from ${open}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Seconds since the oldest delivery was due; 0: none is. */
async function oldestDue(db: Db, now: Date): Promise<number> {
  const { rows } = await sql<{ dueAt: Date | null }>`
    select min(d.due_at) as "dueAt" from ${open}`.execute(db);
  const dueAt = rows[0]?.dueAt ?? now;
  return Math.max(0, (now.getTime() - dueAt.getTime()) / 1000);
}
