import { sql } from 'kysely';
import type { Db } from '../../db/database.ts';

/**
 * Forgets what imports changed of which the audit log tells no more: nobody could say who it was
 * and when. So it is kept for as long as the setting `audit.retention_days` says. Gives back how
 * many notes went.
 */
export async function forgetImports(db: Db): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from import_changes c using (select distinct import from import_changes) i
    where c.import = i.import and not exists (
      select from audit_log a where a.action = 'data.imported' and a.details->>'import' = i.import::text)`.execute(
    db,
  );
  return Number(numAffectedRows);
}
