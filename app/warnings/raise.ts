import type { Tx } from '../db/database.ts';
import { addReceipts, findRecipients, lockOpenReceipts, setReceipts } from './receipt-store.ts';
import { texts } from './texts.ts';
import type { NewWarning, Raised } from './warning.ts';
import { closeWarnings, putWarnings } from './warning-store.ts';

/**
 * Raises warnings in a transaction, any number in a fixed number of statements (spec
 * warnings#raising). One that is active already is brought up to date. Recipients without a receipt
 * get one; those who have read or dismissed it are notified again only if it got worse.
 */
export async function raise(tx: Tx, warnings: readonly NewWarning[], now: Date): Promise<Raised> {
  if (warnings.length === 0) return { created: 0, worse: 0, unheard: [] };
  const put = await putWarnings(tx, warnings);
  const recipients = await findRecipients(
    tx,
    put.flatMap(({ id, place }) => {
      const warning = warnings[place];
      return warning === undefined ? [] : [{ id, to: warning.to }];
    }),
  );
  const causes = new Map(put.map(({ id, place }) => [id, warnings[place]?.causedBy ?? null]));
  await addReceipts(
    tx,
    recipients
      .filter(({ receipt }) => receipt === null)
      .map(({ warning, user }) => ({ warning, user, isKnown: causes.get(warning) === user })),
    { actor: null, at: now },
  );
  const worse = new Set(put.filter(({ change }) => change === 'worse').map(({ id }) => id));
  await setReceipts(
    tx,
    recipients.flatMap(({ warning, receipt, status }) =>
      receipt !== null && status !== 'unread' && worse.has(warning) ? [receipt] : [],
    ),
    'unread',
    { actor: null, at: now, note: texts.worse },
  );
  const heard = new Set(recipients.map(({ warning }) => warning));
  const created = put.filter(({ change }) => change === 'created');
  return {
    created: created.length,
    worse: worse.size,
    unheard: created
      .filter(({ id }) => !heard.has(id))
      .map(({ place }) => warnings[place]?.source ?? ''),
  };
}

/**
 * Resolves warnings with all their receipts, in a fixed number of statements.
 * @param actor id of the user who does; `null` for the system
 * @returns how many were active
 */
export async function resolve(
  tx: Tx,
  ids: readonly string[],
  { actor, now }: { readonly actor: string | null; readonly now: Date },
): Promise<number> {
  if (ids.length === 0) return 0;
  const closed = await closeWarnings(tx, ids);
  await setReceipts(tx, await lockOpenReceipts(tx, closed), 'resolved', { actor, at: now });
  return closed.length;
}
