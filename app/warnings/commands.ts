import type { Tx } from '../db/database.ts';
import { type CommandContext, command } from '../ontology/command.ts';
import { lockEntity } from '../ontology/entities.ts';
import { findEntities } from '../ontology/lookup.ts';
import { type Change, refuse, refuseMissing, saved, savedAll } from '../ontology/outcome.ts';
import { relate } from '../ontology/relations.ts';
import { resolve } from './raise.ts';
import {
  addReceipts,
  lockReceipts,
  type OwnReceipt,
  setReceipts,
  statusBefore,
} from './receipt-store.ts';
import { texts } from './texts.ts';
import type { ReceiptStatus } from './warning.ts';

/** A user acts on their own receipts only; each statement looks for nothing else. */
const own = (): true => true;

interface Selected {
  readonly ids: readonly string[];
}

/** Ids of the warnings that changed. */
type Changed = readonly string[];

/** Marks a user's unread warnings as read (spec warnings#receipts). */
export const readWarnings = command<Selected, Changed>(
  'warning.read',
  { may: own },
  (tx, context) => changeOwn(tx, context, 'read'),
);

/** Dismisses a user's warnings (spec warnings#receipts). */
export const dismissWarnings = command<Selected, Changed>(
  'warning.deleted',
  { may: own },
  (tx, context) => changeOwn(tx, context, 'deleted'),
);

/** Takes dismissals back: each warning is again as it was before (spec warnings#receipts). */
export const restoreWarnings = command<Selected, Changed>(
  'warning.restored',
  { may: own },
  async (tx, context) => {
    const { actor, now } = context;
    const receipts = (await lockOwn(tx, context)).filter(({ status }) => status === 'deleted');
    const before = await statusBefore(
      tx,
      receipts.map(({ id }) => id),
    );
    const to = ({ id }: OwnReceipt): ReceiptStatus => before.get(id) ?? 'read';
    const change = { actor: actor.id ?? '0', at: now, note: texts.restored };
    for (const [status, group] of Map.groupBy(receipts, to))
      await setReceipts(
        tx,
        group.map(({ id }) => id),
        status,
        change,
      );
    return savedAll(
      receipts.map((receipt) => changeOf(receipt, to(receipt))),
      receipts.map(({ warning }) => warning),
    );
  },
);

/** Which receipts a user may still move to a status. */
const from: Readonly<Partial<Record<ReceiptStatus, readonly ReceiptStatus[]>>> = {
  read: ['unread'],
  deleted: ['unread', 'read', 'forwarded'],
};

async function changeOwn(tx: Tx, context: CommandContext<Selected>, status: 'read' | 'deleted') {
  const { actor, now } = context;
  const receipts = await lockOwn(tx, context);
  const changed = receipts.filter((receipt) => from[status]?.includes(receipt.status));
  await setReceipts(
    tx,
    changed.map(({ id }) => id),
    status,
    { actor: actor.id ?? '0', at: now },
  );
  return savedAll(
    changed.map((receipt) => changeOf(receipt, status)),
    changed.map(({ warning }) => warning),
  );
}

/**
 * One warning must be the user's own: 404 if there is none or it was not sent to a user who may not
 * see all, 409 otherwise. Of several, those that aren't are left out.
 */
async function lockOwn(
  tx: Tx,
  { actor, input: { ids } }: CommandContext<Selected>,
): Promise<readonly OwnReceipt[]> {
  const receipts = await lockReceipts(tx, actor.id ?? '0', ids);
  const [single] = ids.length === 1 ? ids : [];
  if (single !== undefined && receipts.length === 0)
    throw await notSent(tx, single, actor.permissions.has('warnings.view'));
  return receipts;
}

/** A change that others may not know of, and that programs need not react to. */
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
