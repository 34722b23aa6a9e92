import { apiJobs } from './api/index.ts';
import { attachmentJobs } from './attachments/index.ts';
import { auditJobs } from './audit/index.ts';
import { authJobs } from './auth/index.ts';
import { dataManagerJobs } from './data-manager/index.ts';
import { type EventConsumer, eventJobs } from './events/index.ts';
import { graphJobs } from './graph/index.ts';
import { type Job, pruneJobs, scheduledJob } from './jobs/index.ts';
import { liveJobs } from './live/index.ts';
import { notificationConsumer, notificationJobs } from './notifications/index.ts';
import { securityNoticeJobs } from './security-notices/index.ts';
import type { Services } from './services.ts';
import { settingJobs } from './settings/index.ts';
import { tokenJobs } from './tokens/index.ts';
import { warningConsumer, warningJobs } from './warnings/index.ts';
import { webhookConsumer, webhookJobs } from './webhooks/index.ts';

/** Those who act on domain events, one line a feature. */
const consumers = (services: Services): readonly EventConsumer[] => [
  notificationConsumer(services),
  warningConsumer(services),
  webhookConsumer(services),
];

/** Kinds of jobs that features declare, one line a feature. Throws when two have one name. */
export function declaredJobs(services: Services): readonly Job[] {
  const { db, now } = services;
  const jobs = [
    ...auditJobs(services),
    ...dataManagerJobs(services),
    ...graphJobs(services),
    ...tokenJobs(services),
    ...securityNoticeJobs(services),
    ...authJobs(services),
    ...apiJobs(services),
    ...attachmentJobs(services),
    ...settingJobs(services),
    ...warningJobs(services),
    ...notificationJobs(services),
    ...liveJobs(services),
    ...webhookJobs(services),
    ...eventJobs(services, consumers(services)),
    scheduledJob({ name: 'jobs.prune', cron: '20 3 * * *' }, () => pruneJobs(db, now())),
  ];
  if (new Set(jobs.map(({ kind }) => kind.name)).size < jobs.length)
    throw new Error('two features declare the same kind of job');
  return jobs;
}
