import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import { grantsOf } from '../ontology/permissions.ts';

/** A stored change that waits for confirmation. */
export interface StoredChange {
  readonly id: string;
  readonly settingId: string;
  /** Value of the setting when the change was requested. */
  readonly before: string;
  readonly value: string;
  readonly requestedBy: string;
  readonly requesterLabel: string;
  /** Whether the requester may still change security settings. */
  readonly requesterMay: boolean;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
}

interface NewChange extends Pick<StoredChange, 'settingId' | 'before' | 'value'> {
  readonly requestedBy: string;
  readonly now: Date;
  readonly expiresAt: Date;
}

/** Returns the id of a change's setting; `undefined` if the change does not exist. */
export async function settingOfChange(tx: Tx, id: string): Promise<string | undefined> {
  const { rows } = await sql<{
    settingId: string;
  }>`select setting_id as "settingId" from setting_changes where id = ${id}`.execute(tx);
  return rows[0]?.settingId;
}

/**
 * Locks and returns a change until the transaction ends. Lock its setting first to avoid deadlocks.
 */
export async function lockChange(tx: Tx, id: string): Promise<StoredChange | undefined> {
  const { rows } = await sql<StoredChange>`
    select c.id, c.setting_id as "settingId", c.before, c.value, c.requested_by as "requestedBy", u.label as "requesterLabel",
      exists (select from ${grantsOf(sql.ref('u.id'))} where code = 'settings.security') as "requesterMay",
      c.requested_at as "requestedAt", c.expires_at as "expiresAt"
    from setting_changes c join entities u on u.id = c.requested_by where c.id = ${id} for update of c`.execute(
    tx,
  );
  return rows[0];
}

/**
 * Returns which settings have a waiting change, by id with the requester. Expired changes do not
 * count.
 */
export async function waitingChanges(
  tx: Tx,
  settingIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, string>> {
  const among = sql`setting_id = any(${[...settingIds]}::bigint[])`;
  await sql`delete from setting_changes where ${among} and expires_at <= ${now}`.execute(tx);
  const { rows } = await sql<{ id: string; by: string }>`
    select c.setting_id as id, u.label as by from setting_changes c join entities u on u.id = c.requested_by where ${among}`.execute(
    tx,
  );
  return new Map(rows.map(({ id, by }) => [id, by]));
}

export async function insertChanges(tx: Tx, changes: readonly NewChange[]): Promise<void> {
  const rows = changes.map(
    ({ settingId, before, value, requestedBy, now, expiresAt }) =>
      sql`(${settingId}::bigint, ${before}, ${value}, ${requestedBy}::bigint, ${now}::timestamptz, ${expiresAt}::timestamptz)`,
  );
  await sql`
    insert into setting_changes (setting_id, before, value, requested_by, requested_at, expires_at) values ${sql.join(rows)}`.execute(
    tx,
  );
}

export async function deleteChange(tx: Tx, id: string): Promise<void> {
  await sql`delete from setting_changes where id = ${id}`.execute(tx);
}

/** An expired change with its setting. */
interface ExpiredChange
  extends Pick<StoredChange, 'id' | 'settingId' | 'value' | 'requesterLabel'> {
  readonly name: string;
  readonly label: string;
}

/** Deletes and returns expired changes. */
export async function deleteExpired(tx: Tx, now: Date): Promise<readonly ExpiredChange[]> {
  const { rows } = await sql<ExpiredChange>`
    select c.id, s.id as "settingId", s.name, s.label, c.value, u.label as "requesterLabel"
    from setting_changes c join entities s on s.id = c.setting_id join entities u on u.id = c.requested_by
    where c.expires_at <= ${now} order by c.id for update of c skip locked`.execute(tx);
  await sql`delete from setting_changes where id = any(${rows.map(({ id }) => id)}::bigint[])`.execute(
    tx,
  );
  return rows;
}
