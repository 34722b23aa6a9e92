import type { Db } from '../db/database.ts';
import type { AuditTrail } from '../ontology/audit-trail.ts';
import { pruneAudit } from './retention.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

export interface RetentionServices {
  readonly db: Db;
  readonly audit: AuditTrail;
  readonly log: { info(facts: object, message: string): void; error(facts: object, message: string): void };
  readonly config: { readonly environment: string };
}

/**
 * Removes old audit rows a minute after the start and then daily, until disposed of. Each replica does so: whoever comes second
 * finds nothing left.
 */
export function scheduleRetention({ db, audit, log, config }: RetentionServices): Disposable {
  const run = () => {
    pruneAudit({ db, audit }, config.environment)
      .then((rows) => (rows > 0 ? log.info({ rows }, 'audit rows removed by age') : undefined))
      .catch((error: unknown) => log.error({ err: error }, 'audit rows could not be removed'));
  };
  const first = setTimeout(run, minute).unref();
  const daily = setInterval(run, day).unref();
  return {
    [Symbol.dispose]: () => {
      clearTimeout(first);
      clearInterval(daily);
    },
  };
}
