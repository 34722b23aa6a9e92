import type { Db } from '../db/database.ts';
import { type Job, scheduledJob } from '../jobs/index.ts';
import { notifyDue, pruneNotifications } from './notification-store.ts';

interface NotificationJobServices {
  readonly db: Db;
  readonly now: () => Date;
}

export const notificationJobs = ({ db, now }: NotificationJobServices): readonly Job[] => [
  scheduledJob({ name: 'notifications.due', cron: '0 7 * * *' }, () =>
    db.transaction().execute(async (tx) => (await notifyDue(tx, now())).length),
  ),
  scheduledJob({ name: 'notifications.prune', cron: '20 4 * * *' }, () =>
    pruneNotifications(db, now()),
  ),
];
