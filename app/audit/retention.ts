import { sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { systemActor } from '../ontology/actor.ts';
import type { AuditTrail } from '../ontology/audit-trail.ts';
import { texts } from './texts.ts';

/** Rows that one transaction removes at most: whoever writes to the log waits for it. */
const step = 5000;

/**
 * Removes audit rows that are older than the setting `audit.retention_days` says (0 keeps all, at
 * most 3,650; spec audit-log#retention), the oldest first. The chain stays whole: each step leaves
 * a row that holds the digest of the last row it removed. Removes what forms left behind a day ago,
 * too. To be run daily; many may run at once. Gives back how many rows went.
 */
export async function pruneAudit(
  { db, audit }: { readonly db: Db; readonly audit: AuditTrail },
  environment: string,
): Promise<number> {
  await sql`delete from submissions where at < now() - interval '1 day'`.execute(db);
  let total = 0;
  for (;;) {
    const removed = await pruneStep({ db, audit }, environment);
    total += removed;
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
