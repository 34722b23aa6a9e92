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
  const settings = await settingsWhere(tx, among);
  return new Map(settings.map((setting) => [setting.id, setting]));
}

async function settingsWhere(db: Db, condition: RawBuilder<unknown>): Promise<readonly Setting[]> {
  const { rows } = await sql<Setting>`
    select e.id, e.name, e.label, coalesce(value.value, '') as value, coalesce(description.value, '') as description,
      case when kind.value in ('number', 'boolean') then kind.value else 'text' end as type
    from entities e
      left join entity_properties value on value.entity_id = e.id and value.key = 'value'
      left join entity_properties description on description.entity_id = e.id and description.key = 'description'
      left join entity_properties kind on kind.entity_id = e.id and kind.key = 'setting_type'
    where e.entity_type = 'setting' and e.is_active and e.name <> all(${[...notEditable]}::text[]) and ${condition}
    order by e.sort_order, e.id`.execute(db);
  return rows;
}
