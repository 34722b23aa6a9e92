import type { Tx } from '../db/database.ts';
import { type CommandContext, command } from '../ontology/command.ts';
import { lockEntity } from '../ontology/entities.ts';
import { findEntities } from '../ontology/lookup.ts';
import { type Change, refuse, refuseMissing, saved, savedAll } from '../ontology/outcome.ts';
import { relate } from '../ontology/relations.ts';
import { resolve } from './raise.ts';
import { addReceipts, lockReceipts, type OwnReceipt, setReceipts } from './receipt-store.ts';
import { texts } from './texts.ts';
import type { ReceiptStatus } from './warning.ts';

/** A user acts on their own receipts only; each statement looks for nothing else. */
const own = (): true => true;

interface Selected {
  readonly ids: readonly string[];
}

/** Marks a user's unread warnings as read (spec warnings#receipts). Returns how many changed. */
export const readWarnings = command<Selected, number>('warning.read', { may: own }, (tx, context) =>
  changeOwn(tx, context, 'read'),
);

/** Dismisses a user's warnings (spec warnings#receipts). Returns how many changed. */
export const dismissWarnings = command<Selected, number>(
  'warning.deleted',
  { may: own },
  (tx, context) => changeOwn(tx, context, 'deleted'),
);

/** Which receipts a user may still move to a status. */
const from: Readonly<Partial<Record<ReceiptStatus, readonly ReceiptStatus[]>>> = {
  read: ['unread'],
  deleted: ['unread', 'read', 'forwarded'],
};

/**
 * One warning must be the user's own: 404 if there is none or it was not sent to a user who may not
 * see all, 409 otherwise. Of several, those that aren't are left out.
 */
async function changeOwn(
  tx: Tx,
  { actor, input: { ids }, now }: CommandContext<Selected>,
  status: 'read' | 'deleted',
) {
  const user = actor.id ?? '0';
  const receipts = await lockReceipts(tx, user, ids);
  const [single] = ids.length === 1 ? ids : [];
  if (single !== undefined && receipts.length === 0)
    throw await notSent(tx, single, actor.permissions.has('warnings.view'));
  const changed = receipts.filter((receipt) => from[status]?.includes(receipt.status));
  await setReceipts(
    tx,
    changed.map(({ id }) => id),
    status,
    { actor: user, at: now },
  );
  return savedAll(
    changed.map((receipt) => changeOf(receipt, status)),
    changed.length,
  );
}

/** What others may not know of, and what programs need not react to. */
const changeOf = ({ warning, label, status }: OwnReceipt, to: ReceiptStatus): Change => ({
  target: { type: 'warning', id: warning, label },
  before: { status },
  after: { status: to },
  audience: 'none',
});

async function notSent(tx: Tx, id: string, seesAll: boolean) {
  if (!seesAll || (await findEntities(tx, 'warning', [id])).length === 0) return refuseMissing();
  return refuse(texts.refused.notSent, 409);
}

interface Forward {
  readonly id: string;
  readonly target: string;
}

/**
 * Forwards a warning to an active user, who gets a receipt, or has theirs opened again (spec
 * warnings#forwarding). Returns the name of the user. Refused for anyone else, and for oneself.
 */
export const forwardWarning = command<Forward, string>(
  'warning.forwarded',
  { may: own },
  async (tx, { actor, input: { id, target }, now }) => {
    const user = actor.id ?? '0';
    const [receipt] = await lockReceipts(tx, user, [id]);
    if (receipt === undefined && !actor.permissions.has('warnings.view')) throw refuseMissing();
    const warning = await lockEntity(tx, 'warning', id);
    if (warning.properties['status'] === 'resolved') throw refuse(texts.refused.resolved, 409);
    const [to] = await findEntities(tx, 'user', [target]);
    if (to === undefined || !to.isActive)
      throw refuse({ field: 'target_user_id', message: texts.refused.target });
    if (target === user) throw refuse({ field: 'target_user_id', message: texts.refused.self });
    await deliver(
      tx,
      { id, target },
      { actor: user, at: now, note: texts.forwardedBy(actor.label) },
    );
    if (receipt !== undefined) {
      const change = { actor: user, at: now, note: texts.forwardedTo(to.label) };
      await setReceipts(tx, [receipt.id], 'forwarded', change);
      await relate(tx, [{ type: 'forwarded_to_user', source: receipt.id, target }]);
    }
    return saved({
      target: warning,
      before: { status: receipt?.status ?? null },
      after: { status: receipt === undefined ? null : 'forwarded', forwarded_to: to.label },
      audience: { kind: 'people', ids: [target] },
      value: to.label,
    });
  },
);

async function deliver(
  tx: Tx,
  { id, target }: Forward,
  change: Parameters<typeof addReceipts>[2],
): Promise<void> {
  const [theirs] = await lockReceipts(tx, target, [id]);
  if (theirs === undefined) await addReceipts(tx, [{ warning: id, user: target }], change);
  else if (theirs.status !== 'unread') await setReceipts(tx, [theirs.id], 'unread', change);
}

/** Ends a warning for all who received it (spec warnings#resolution). Returns its label. */
export const resolveWarning = command<{ readonly id: string }, string>(
  'warning.resolved',
  { may: 'warnings.manage' },
  async (tx, { actor, input: { id }, now }) => {
    const warning = await lockEntity(tx, 'warning', id);
    if (warning.properties['status'] === 'resolved') throw refuse(texts.refused.resolved, 409);
    await resolve(tx, [id], { actor: actor.id, now });
    return saved({
      target: warning,
      before: { status: 'active' },
      after: { status: 'resolved' },
      value: warning.label,
    });
  },
);
