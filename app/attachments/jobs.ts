import { type Job, scheduledJob } from '../jobs/index.ts';
import type { Services } from '../services.ts';
import { sweepAttachments } from './attachment-store.ts';

/** Hours after which an upload that never ended is deleted. */
const longestUpload = 24;

export const attachmentJobs = ({ db, now }: Pick<Services, 'db' | 'now'>): readonly Job[] => [
  scheduledJob({ name: 'documents.prune', cron: '40 3 * * *' }, () =>
    sweepAttachments(db, new Date(now().getTime() - longestUpload * 3_600_000)),
  ),
];
