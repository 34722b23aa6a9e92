import { type Job, scheduledJob } from '../jobs/index.ts';
import { type MailServices, mailJobs, queueMail } from './mail-jobs.ts';
import { notifyDue, pruneNotifications } from './notification-store.ts';

export const notificationJobs = (services: MailServices): readonly Job[] => {
  const { db, now } = services;
  return [
    scheduledJob({ name: 'notifications.due', cron: '0 7 * * *' }, () =>
      db.transaction().execute(async (tx) => {
        const made = await notifyDue(tx, now());
        await queueMail(tx, made, now());
        return made.length;
      }),
    ),
    scheduledJob({ name: 'notifications.prune', cron: '20 4 * * *' }, () =>
      pruneNotifications(db, now()),
    ),
    ...mailJobs(services),
  ];
};
