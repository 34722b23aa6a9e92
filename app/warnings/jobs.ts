import type { Registry } from 'prom-client';
import { readSettings } from '../auth/index.ts';
import type { Db } from '../db/database.ts';
import { type Job, scheduledJob } from '../jobs/index.ts';
import { type CheckServices, runGenerators } from './check.ts';
import { frequent, nightly } from './generators/index.ts';
import { observeWarnings } from './metrics.ts';
import { prune } from './retention.ts';

interface WarningJobServices extends Pick<CheckServices, 'log'> {
  readonly db: Db;
  readonly now: () => Date;
  readonly metrics: { readonly registry: Registry };
}

/** Checks and retention; each runs on one replica, and missed runs are made up once (spec jobs#schedules). */
export function warningJobs({ db, now, log, metrics }: WarningJobServices): readonly Job[] {
  const observe = observeWarnings(metrics.registry);
  const services = { db, now, log, observe, settings: () => readSettings(db) };
  return [
    scheduledJob({ name: 'warnings.check', cron: '*/5 * * * *' }, ({ signal }) =>
      runGenerators(services, frequent, signal),
    ),
    scheduledJob({ name: 'warnings.check-nightly', cron: '30 4 * * *' }, ({ signal }) =>
      runGenerators(services, nightly, signal),
    ),
    scheduledJob({ name: 'warnings.prune', cron: '10 4 * * *' }, () => prune(services)),
  ];
}
