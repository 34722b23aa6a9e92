import { Counter, type Registry } from 'prom-client';

interface Ran {
  readonly created: number;
  readonly worse: number;
  readonly resolved: number;
  readonly unheard: number;
}

/** Counts what checks did. */
export interface ObserveWarnings {
  readonly ran: (source: string, done: Ran) => void;
  readonly failed: (source: string) => void;
}

/** Metrics of the warnings that this process raised (spec warnings#metrics). */
export function observeWarnings(registry: Registry): ObserveWarnings {
  const changes = new Counter({
    name: 'warnings_total',
    help: 'Warnings by source and what happened: created, worse, resolved, or unheard (no recipient).',
    labelNames: ['source', 'change'],
    registers: [registry],
  });
  const checks = new Counter({
    name: 'warning_checks_total',
    help: 'Runs of warning generators by source and result: done or failed.',
    labelNames: ['source', 'outcome'],
    registers: [registry],
  });
  return {
    ran: (source, done) => {
      for (const [change, amount] of Object.entries(done)) changes.inc({ source, change }, amount);
      checks.inc({ source, outcome: 'done' });
    },
    failed: (source) => checks.inc({ source, outcome: 'failed' }),
  };
}
