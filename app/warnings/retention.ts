import type { CheckServices } from './check.ts';
import { resolve } from './raise.ts';
import { pruneReceipts } from './retention-store.ts';
import { lockPast } from './warning-store.ts';

const day = 24 * 60 * 60_000;
/** A warning without receipts is kept for a while, so that its absence of recipients can be seen. */
const graceDays = 1;
/** Moves in a workflow on one day are news for as long. */
const digestDays = 2;

const daysIn = (text: string | undefined, standard: number): number =>
  text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : standard;

/**
 * Resolves warnings about the past, then removes what ended long ago, in one transaction (spec
 * warnings#retention). Returns how many receipts and warnings it removed.
 */
export async function prune({
  db,
  now,
  log,
  settings,
}: Pick<CheckServices, 'db' | 'now' | 'log' | 'settings'>): Promise<number> {
  const values = await settings();
  const at = now();
  const since = (days: number) => new Date(at.getTime() - days * day);
  const kept = (name: string, standard: number) =>
    since(daysIn(values[`warnings.retention_${name}_days`], standard));
  const { resolved, removed } = await db.transaction().execute(async (tx) => {
    const past = await lockPast(tx, { before: kept('info', 90), daysBefore: since(digestDays) });
    return {
      resolved: await resolve(tx, past, { actor: null, now: at }),
      removed: await pruneReceipts(tx, {
        resolvedSince: kept('resolved', 30),
        deletedSince: kept('deleted', 7),
        warningsSince: since(graceDays),
      }),
    };
  });
  if (resolved + removed > 0) log.info({ resolved, removed }, 'warnings pruned');
  return removed;
}
