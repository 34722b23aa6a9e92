import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import { notEditable } from './catalogue.ts';
import type { Setting } from './rules.ts';

/** The settings that can be changed on the page, in their order, in one statement. */
export const listSettings = (db: Db): Promise<readonly Setting[]> => settingsWhere(db, sql`true`);

/** Those of some ids, held until the transaction ends. Two statements, so that the values are those that another transaction left. */
export async function lockSettings(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Setting>> {
  const among = sql`e.id = any(${[...ids]}::bigint[])`;
  await sql`select from entities e where e.entity_type = 'setting' and ${among} order by e.id for no key update`.execute(tx);
  const settings = await settingsWhere(tx, among, lastChange);
  return new Map(settings.map((setting) => [setting.id, setting]));
}

const lastChange = sql`, (
  select json_build_object('by', coalesce(a.label, l.actor_name), 'at', to_char(l.at at time zone 'UTC', 'YYYY-MM-DD, HH24:MI'))
  from audit_log l left join entities a on a.id = l.actor_id and a.entity_type = 'user'
  where l.target_type = 'setting' and l.target_id = e.id and l.outcome = 'success' order by l.seq desc limit 1) as "lastChange"`;

async function settingsWhere(db: Db, condition: RawBuilder<unknown>, more: RawBuilder<unknown> = sql``): Promise<readonly Setting[]> {
  const { rows } = await sql<Setting>`
    select e.id, e.name, e.label, coalesce(value.value, '') as value, coalesce(description.value, '') as description,
      case when kind.value in ('number', 'boolean') then kind.value else 'text' end as type ${more}
    from entities e
      left join entity_properties value on value.entity_id = e.id and value.key = 'value'
      left join entity_properties description on description.entity_id = e.id and description.key = 'description'
      left join entity_properties kind on kind.entity_id = e.id and kind.key = 'setting_type'
    where e.entity_type = 'setting' and e.is_active and e.name <> all(${[...notEditable]}::text[]) and ${condition}
    order by e.sort_order, e.id`.execute(db);
  return rows;
}
