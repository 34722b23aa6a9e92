import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { systemActor } from '../ontology/actor.ts';
import type { AuditTrail } from '../ontology/audit-trail.ts';
import { texts } from './texts.ts';

/** Maximum number of rows deleted per transaction, because writers to the log wait for it. */
const step = 5000;

/**
 * Deletes audit rows older than the setting `audit.retention_days` (0 keeps all, at most 3,650;
 * spec audit-log#retention), oldest first. The chain stays verifiable: each step adds a row with
 * the digest of the last deleted row. Concurrent runs are safe. Returns the number of deleted rows.
 */
export async function pruneAudit(
  { db, audit }: { readonly db: Db; readonly audit: AuditTrail },
  environment: string,
  signal?: AbortSignal,
): Promise<number> {
  let total = 0;
  for (;;) {
    const removed = await pruneStep({ db, audit }, environment);
    total += removed;
    signal?.throwIfAborted();
    if (removed < step) return total;
  }
}

interface Seal {
  readonly seq: string;
  readonly at: Date;
  readonly hash: string;
  readonly details: Readonly<Record<string, unknown>>;
}

async function pruneStep(
  { db, audit }: { readonly db: Db; readonly audit: AuditTrail },
  environment: string,
): Promise<number> {
  const { removed, seals } = await db.transaction().execute(async (tx) => {
    const { rows: counts } = await sql<{
      removed: string;
    }>`select audit_prune(${environment}, ${step}) as removed`.execute(tx);
    const removed = Number(counts[0]?.removed ?? 0);
    if (removed === 0) return { removed, seals: [] };
    const { rows: seals } = await sql<Seal>`
      select seq, at, encode(hash, 'hex') as hash, details from audit_log where action = 'audit.pruned' order by seq desc limit 1`.execute(
      tx,
    );
    return { removed, seals };
  });
  const target = { type: 'audit', id: null, label: texts.title };
  audit.publish(
    seals.map((seal) => ({ action: 'audit.pruned', actor: systemActor(), target, ...seal })),
  );
  return removed;
}
