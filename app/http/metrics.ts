import type { Pool } from 'pg';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { observeGraph } from '../graph/index.ts';

export interface Metrics {
  readonly registry: Registry;
  /** A finished request; `route` is a pattern, never a path, to bound the number of series. */
  readonly observeRequest: (request: {
    method: string;
    route: string;
    status: number;
    seconds: number;
  }) => void;
  /** A sign-in attempt and its outcome. */
  readonly countSignIn: (outcome: 'signed-in' | 'wrong' | 'blocked') => void;
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Metrics of one server, in a registry of their own. */
export function createMetrics(pool: Pool): Metrics {
  const registry = new Registry();
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Finished requests.',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of the request to the last byte of the response.',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const signIns = new Counter({
    name: 'sign_in_attempts_total',
    help: 'Sign-in attempts by result: signed-in, wrong or blocked.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  observePool(registry, pool);
  observeGraph(registry, pool);
  return {
    registry,
    countSignIn: (outcome) => signIns.inc({ outcome }),
    observeRequest: ({ method, route, status, seconds }) => {
      const known = methods.has(method) ? method : 'other';
      requests.inc({ method: known, route, status });
      duration.observe({ method: known, route }, seconds);
    },
  };
}

function observePool(registry: Registry, pool: Pool): void {
  new Gauge({
    name: 'db_pool_connections',
    help: 'Connections to PostgreSQL by state.',
    labelNames: ['state'],
    registers: [registry],
    collect() {
      this.set({ state: 'idle' }, pool.idleCount);
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount);
    },
  });
  new Gauge({
    name: 'db_pool_waiting_requests',
    help: 'Requests that wait for a connection.',
    registers: [registry],
    collect() {
      this.set(pool.waitingCount);
    },
  });
}
