import type { Db } from '../db/database.ts';
import { type Job, scheduledJob } from '../jobs/index.ts';
import type { AuditTrail } from '../ontology/audit-trail.ts';
import { pruneAudit } from './retention.ts';

interface AuditJobServices {
  readonly db: Db;
  readonly audit: AuditTrail;
  readonly config: { readonly environment: string };
}

export const auditJobs = ({ db, audit, config }: AuditJobServices): readonly Job[] => [
  scheduledJob(
    {
      name: 'audit.prune',
      cron: '10 2 * * *',
      deadlineMs: 15 * 60_000,
    },
    ({ signal }) => pruneAudit({ db, audit }, config.environment, signal),
  ),
];
