import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { insertEntities } from '../ontology/entities.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { relate } from '../ontology/relations.ts';
import { texts } from './texts.ts';
import type { ReceiptStatus, Recipients } from './warning.ts';

/** A warning and a user who is to have a receipt of it. */
interface Delivery {
  readonly warning: string;
  readonly user: string;
  /** The user caused it and needs no message: the receipt is read. @default false */
  readonly isKnown?: boolean;
}

/** Someone who is to receive a warning, and the receipt that they have. */
export interface Recipient extends Delivery {
  readonly receipt: string | null;
  readonly status: ReceiptStatus | null;
}

/** Who is to receive warnings, in one statement; only active users do (spec warnings#recipients). */
export async function findRecipients(
  tx: Tx,
  warnings: readonly { readonly id: string; readonly to: Recipients }[],
): Promise<readonly Recipient[]> {
  const given = warnings.map(({ id, to: { holding = null, users = [] } }) => ({
    ...{ id, code: holding, users },
  }));
  const codes = [...new Set(given.flatMap(({ code }) => (code === null ? [] : [code])))];
  const { rows } = await sql<Recipient>`
    with w as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as w(id bigint, code text, users bigint[])),
    holders as materialized (
      select distinct held.source_id as user_id, code
      from role_grants given cross join unnest(given.codes) as code
        join entities role on role.id = given.role_id and role.is_active
        join relations held on held.target_id = role.id and ${relatedBy('held', 'has_role')}
      where given.codes && ${codes}::text[] and code = any(${codes}::text[])),
    addressed as (
      select w.id, h.user_id from w join holders h on h.code = w.code
      union select w.id, named from w cross join unnest(w.users) as named)
    select a.id as warning, u.id as user, r.id as receipt, r.properties ->> 'status' as status
    from addressed a join entities u on u.id = a.user_id and u.entity_type = 'user' and u.is_active
      left join entities r on r.entity_type = 'warning_receipt' and r.name = 'wr.' || a.id || '.' || u.id
    order by a.id, u.id`.execute(tx);
  return rows;
}

/** Who caused a change of receipts: a user by id, or the system. */
interface ReceiptChange {
  readonly actor: string | null;
  readonly at: Date;
  readonly note?: string;
}

const stored = (at: Date): string => at.toISOString().slice(0, 19);

/** Creates receipts, any number in a few statements (spec warnings#receipts). */
export async function addReceipts(
  tx: Tx,
  deliveries: readonly Delivery[],
  change: ReceiptChange,
): Promise<void> {
  if (deliveries.length === 0) return;
  const ids = await insertEntities(
    tx,
    'warning_receipt',
    deliveries.map(({ warning, user, isKnown = false }) => ({
      ...{ name: `wr.${warning}.${user}`, label: texts.receipt, sortOrder: 0 },
      properties: { status: isKnown ? 'read' : 'unread', status_at: stored(change.at) },
    })),
  );
  await relate(
    tx,
    deliveries.flatMap(({ warning, user }, at) => {
      const receipt = ids[at] ?? '';
      return [
        { type: 'for_warning', source: receipt, target: warning },
        { type: 'for_user', source: receipt, target: user },
        { type: 'targets_user', source: warning, target: user },
      ];
    }),
  );
  await addEvents(tx, ids, 'created', change);
}

const actions = {
  unread: 'created',
  read: 'read',
  forwarded: 'forwarded',
  deleted: 'deleted',
  resolved: 'resolved',
} as const satisfies Record<ReceiptStatus, string>;

/** Moves receipts to a status and adds to their timelines, any number in a few statements. */
export async function setReceipts(
  tx: Tx,
  ids: readonly string[],
  status: ReceiptStatus,
  change: ReceiptChange,
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update entities set updated_at = now(), properties = properties
      || jsonb_build_object('status', ${status}::text, 'status_at', ${stored(change.at)}::text)
    where id = any(${[...ids]}::bigint[])`.execute(tx);
  await addEvents(tx, ids, actions[status], change);
}

/** Names are random: two events of a receipt may happen in the same second. */
async function addEvents(
  tx: Tx,
  receipts: readonly string[],
  action: string,
  { actor, note }: ReceiptChange,
): Promise<void> {
  const events = await insertEntities(
    tx,
    'warning_event',
    receipts.map(() => ({
      ...{ name: `we.${randomUUID()}`, label: texts.events[action] ?? action, sortOrder: 0 },
      properties: {
        ...{ action, actor_user_id: actor ?? '0' },
        ...(note === undefined ? {} : { note }),
      },
    })),
  );
  await relate(
    tx,
    receipts.map((receipt, at) => ({
      type: 'on_receipt',
      source: events[at] ?? '',
      target: receipt,
    })),
  );
}

/** A receipt of a user. */
export interface OwnReceipt {
  readonly id: string;
  readonly warning: string;
  readonly label: string;
  readonly status: ReceiptStatus;
}

/** Locks and returns a user's receipts of some warnings. */
export async function lockReceipts(
  tx: Tx,
  user: string,
  warnings: readonly string[],
): Promise<readonly OwnReceipt[]> {
  const names = warnings.map((warning) => `wr.${warning}.${user}`);
  const { rows } = await sql<OwnReceipt>`
    select r.id, w.id as warning, w.label, coalesce(r.properties ->> 'status', 'unread') as status
    from entities r
      join relations about on about.source_id = r.id and ${relatedBy('about', 'for_warning')}
      join entities w on w.id = about.target_id
    where r.entity_type = 'warning_receipt' and r.name = any(${names}::text[])
    order by r.id for no key update of r`.execute(tx);
  return rows;
}

/** The status that dismissed receipts had before, by id, as their timelines say. */
export async function statusBefore(
  tx: Tx,
  receipts: readonly string[],
): Promise<ReadonlyMap<string, ReceiptStatus>> {
  const { rows } = await sql<{ id: string; action: string }>`
    select distinct on (happened.target_id) happened.target_id as id, event.properties ->> 'action' as action
    from relations happened join entities event on event.id = happened.source_id
    where happened.target_id = any(${[...receipts]}::bigint[])
      and ${relatedBy('happened', 'on_receipt')}
      and event.properties ->> 'action' in ('created', 'read', 'forwarded')
    order by happened.target_id, event.id desc`.execute(tx);
  return new Map(
    rows.map(({ id, action }) => [
      id,
      action === 'created' ? 'unread' : action === 'forwarded' ? 'forwarded' : 'read',
    ]),
  );
}

/** Locks and returns the receipts of warnings that are not resolved. */
export async function lockOpenReceipts(
  tx: Tx,
  warnings: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from relations about join entities r on r.id = about.source_id
    where about.target_id = any(${[...warnings]}::bigint[])
      and ${relatedBy('about', 'for_warning')}
      and coalesce(r.properties ->> 'status', '') <> 'resolved'
    order by r.id for no key update of r`.execute(tx);
  return rows.map(({ id }) => id);
}
