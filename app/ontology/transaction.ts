import { unlessBroken } from '../db/connection.ts';
import type { Db, Tx } from '../db/database.ts';
import type { AuditEntry, AuditTrail, SealedEntry } from './audit-trail.ts';

/**
 * Runs a transaction together with its audit events. They are written as its last statement,
 * because from then on all other writers to the audit log wait, and published after the commit. If
 * recording fails, the change fails. If it can't begin because its connection is broken, it begins
 * on another one; `work` runs at most once (spec requests#broken-connections).
 */
export async function inTransaction<T>(
  { db, audit }: { readonly db: Db; readonly audit: AuditTrail },
  work: (tx: Tx, record: (entries: readonly AuditEntry[]) => void) => Promise<T>,
): Promise<T> {
  let hasBegun = false;
  const transact = () =>
    db.transaction().execute(async (tx): Promise<[T, readonly SealedEntry[]]> => {
      hasBegun = true;
      const entries: AuditEntry[] = [];
      const result = await work(tx, (more) => entries.push(...more));
      return [result, entries.length === 0 ? [] : await audit.record(tx, entries)];
    });
  const [value, sealed] = await unlessBroken(transact, () => !hasBegun);
  audit.publish(sealed);
  return value;
}
