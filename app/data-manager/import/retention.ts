import { sql } from 'kysely';
import { type Db, writtenRows } from '../../db/database.ts';

/**
 * Deletes records of changes by imports that the audit log no longer contains. They are kept as
 * long as the setting `audit.retention_days` says. Returns the number deleted.
 */
export async function forgetImports(db: Db): Promise<number> {
  return writtenRows(
    db,
    sql`
    delete from import_changes c using (select distinct import from import_changes) i
    where c.import = i.import and not exists (
      select from audit_log a where a.action = 'data.imported' and a.details->>'import' = i.import::text)`,
  );
}
