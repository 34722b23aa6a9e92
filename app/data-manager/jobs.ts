import type { Db } from '../db/database.ts';
import { type Job, scheduledJob } from '../jobs/index.ts';
import { forgetImports } from './import/retention.ts';

export const dataManagerJobs = ({ db }: { readonly db: Db }): readonly Job[] => [
  scheduledJob({ name: 'imports.prune', cron: '20 2 * * *' }, () => forgetImports(db)),
];
