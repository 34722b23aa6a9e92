import type { Db } from '../db/database.ts';
import { type Job, scheduledJob } from '../jobs/index.ts';
import { sweepNotices } from './notice-store.ts';
import { sweepPlaces } from './place-store.ts';

interface NoticeJobServices {
  readonly db: Db;
  readonly now: () => Date;
}

export const securityNoticeJobs = ({ db, now }: NoticeJobServices): readonly Job[] => [
  scheduledJob({ name: 'notices.prune', cron: '50 2 * * *' }, () => sweepNotices(db, now())),
  scheduledJob({ name: 'notices.prune-places', cron: '0 3 * * *' }, () => sweepPlaces(db, now())),
];
