import type { Pool } from 'pg';
import { Counter, Gauge, type Registry } from 'prom-client';
import { namedInRow } from './outbox.ts';

/** How far the graph is behind, as the database knows it (spec graph#metrics). */
export function observeGraph(registry: Registry, pool: Pool): void {
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const seconds = gauge(
    'graph_outbox_oldest_seconds',
    'Age of the oldest change that is not in the graph yet.',
  );
  const dead = gauge(
    'graph_outbox_dead_rows',
    'Changes that the graph refused and that were set aside.',
  );
  const success = gauge(
    'graph_last_success_timestamp_seconds',
    'When changes were last applied to the graph, or a resync was verified; 0 if never.',
  );
  const healed = new Counter({
    name: 'graph_healed_total',
    help: 'Nodes and relationships that a check found to differ, and corrected.',
    registers: [registry],
  });
  new Gauge({
    name: 'graph_outbox_rows',
    help: 'Changes that are not in the graph yet.',
    registers: [registry],
    async collect() {
      const lag = await readLag(pool);
      this.set(lag.rows);
      seconds.set(lag.seconds);
      dead.set(lag.dead);
      success.set(lag.success);
      healed.reset();
      if (lag.healed > 0) healed.inc(lag.healed);
    },
  });
}

interface Lag {
  readonly rows: number;
  readonly seconds: number;
  readonly dead: number;
  readonly success: number;
  readonly healed: number;
}

const unknown: Lag = {
  rows: Number.NaN,
  seconds: Number.NaN,
  dead: Number.NaN,
  success: Number.NaN,
  healed: Number.NaN,
};

/** A scrape must succeed while the database is down; the lag is then NaN. */
async function readLag(pool: Pool): Promise<Lag> {
  try {
    const { rows } = await pool.query<Lag>(
      `select coalesce(sum(${namedInRow}), 0)::int as rows,
         coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as seconds,
         (select count(*)::int from graph_outbox_dead) as dead,
         greatest(0, (select extract(epoch from max(applied_at)) from graph_relay),
           (select extract(epoch from max(finished_at)) from ledger.resyncs where verified))::float8 as success,
         (select coalesce(sum(healed), 0)::int from graph_checks) as healed
       from graph_outbox`,
    );
    return rows[0] ?? unknown;
  } catch {
    return unknown;
  }
}
