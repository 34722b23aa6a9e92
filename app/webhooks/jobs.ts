import type { Registry } from 'prom-client';
import { type Job, scheduledJob, wantedJob } from '../jobs/index.ts';
import { type DeliverServices, deliver } from './deliver.ts';
import { pruneDeliveries } from './delivery-store.ts';
import { observeWebhooks } from './metrics.ts';
import { hasDue } from './queue-store.ts';
import { pruneSecrets } from './secret-store.ts';

interface WebhookJobServices extends Omit<DeliverServices, 'observe'> {
  readonly metrics: { readonly registry: Registry };
}

/** Sending, and retention of deliveries and replaced secrets (spec webhooks#delivery). */
export function webhookJobs({ metrics, ...services }: WebhookJobServices): readonly Job[] {
  const { db, now } = services;
  const observe = observeWebhooks(metrics.registry, db, now);
  return [
    wantedJob({ name: 'webhooks.deliver', wanted: (at) => hasDue(at, now()) }, ({ signal }) =>
      deliver({ ...services, observe }, signal),
    ),
    scheduledJob(
      { name: 'webhooks.prune', cron: '30 3 * * *' },
      async () => (await pruneDeliveries(db, now())) + (await pruneSecrets(db, now())),
    ),
  ];
}
