import type { Db, Tx } from '../db/database.ts';
import type { AuditEntry, AuditTrail, SealedEntry } from './audit-trail.ts';

/**
 * Runs a transaction together with its audit events. They are written as its last statement,
 * because from then on all other writers to the audit log wait, and published after the commit. If
 * recording fails, the change fails.
 */
export async function inTransaction<T>(
  { db, audit }: { readonly db: Db; readonly audit: AuditTrail },
  work: (tx: Tx, record: (entries: readonly AuditEntry[]) => void) => Promise<T>,
): Promise<T> {
  const [value, sealed] = await db
    .transaction()
    .execute(async (tx): Promise<[T, readonly SealedEntry[]]> => {
      const entries: AuditEntry[] = [];
      const result = await work(tx, (more) => entries.push(...more));
      return [result, entries.length === 0 ? [] : await audit.record(tx, entries)];
    });
  audit.publish(sealed);
  return value;
}
