import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import { notEditable } from './catalogue.ts';
import type { Setting } from './rules.ts';

/** Returns the settings of the page in order, with waiting changes, in one statement. */
export const listSettings = (db: Db, now: Date): Promise<readonly Setting[]> =>
  settingsWhere(db, sql`true`, pendingAt(now));

/**
 * Locks and returns settings by id until the transaction ends. Two statements, so that the values
 * are those after the lock was granted.
 */
export async function lockSettings(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Setting>> {
  const among = sql`e.id = any(${[...ids]}::bigint[])`;
  await sql`select from entities e where e.entity_type = 'setting' and ${among} order by e.id for no key update`.execute(
    tx,
  );
  const settings = await settingsWhere(tx, among, lastChange);
  return new Map(settings.map((setting) => [setting.id, setting]));
}

/** Locks and returns settings by name until the transaction ends. */
export async function lockSettingsByName(
  tx: Tx,
  names: readonly string[],
): Promise<readonly Setting[]> {
  const among = sql`e.name = any(${[...names]}::text[])`;
  await sql`select from entities e where e.entity_type = 'setting' and ${among} order by e.id for no key update`.execute(
    tx,
  );
  return settingsWhere(tx, among);
}

const pendingAt = (now: Date) => sql`, (
  select json_build_object('id', c.id::text, 'value', c.value, 'requestedBy', u.label, 'requesterId', u.id::text,
    'requestedAt', c.requested_at, 'expiresAt', c.expires_at)
  from setting_changes c join entities u on u.id = c.requested_by
  where c.setting_id = e.id and c.expires_at > ${now}) as pending`;

const lastChange = sql`, (
  select json_build_object('by', coalesce(a.label, l.actor_name), 'at', l.at)
  from audit_log l left join entities a on a.id = l.actor_id and a.entity_type = 'user'
  where l.target_type = 'setting' and l.target_id = e.id and l.outcome = 'success' order by l.seq desc limit 1) as "lastChange"`;

async function settingsWhere(
  db: Db,
  condition: RawBuilder<unknown>,
  more: RawBuilder<unknown> = sql``,
): Promise<readonly Setting[]> {
  const { rows } = await sql<Setting>`
    select e.id, e.name, e.label, coalesce(e.properties ->> 'value', '') as value, coalesce(e.properties ->> 'description', '') as description,
      case when e.properties ->> 'setting_type' in ('number', 'boolean') then e.properties ->> 'setting_type' else 'text' end as type ${more}
    from entities e
    where e.entity_type = 'setting' and e.is_active and e.name <> all(${[...notEditable]}::text[]) and ${condition}
    order by e.sort_order, e.id`.execute(db);
  return rows;
}
