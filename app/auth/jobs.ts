import { type Job, scheduledJob } from '../jobs/index.ts';
import { type SweepServices, sweepAccess } from './sweep.ts';

export const authJobs = (services: SweepServices): readonly Job[] => [
  scheduledJob(
    {
      name: 'auth.prune',
      cron: '*/10 * * * *',
    },
    () => sweepAccess(services),
  ),
];
