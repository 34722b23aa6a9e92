import { type RawBuilder, sql } from 'kysely';
import { type Day, dayAt, isInForce } from '../authority/index.ts';
import type { Db, Tx } from '../db/database.ts';
import { relatedBy, relationTypeId } from '../ontology/permissions.ts';
import type { ActionItem, ActionRow, OpenItem, Owner } from './action-item.ts';

type Sql = RawBuilder<unknown>;

/** Most items of a list; a committee follows up a few dozen. */
const mostListed = 200;

const owner = sql`(
  select json_build_object('id', o.id::text, 'label', o.label) from relations r join entities o on o.id = r.target_id
  where r.source_id = i.id and ${relatedBy('r', 'assigned_to')} order by r.id limit 1)`;

const source = sql`(
  select json_build_object('id', s.id::text, 'type', s.entity_type, 'label', s.label)
  from relations r join entities s on s.id = r.target_id
  where r.source_id = i.id and ${relatedBy('r', 'action_item_of')} order by r.id limit 1)`;

const committeeOf = relationTypeId('belongs_to_tor');

/** The columns of an item `i` without its committee and status. */
export const actionFacts = sql`coalesce(nullif(i.properties ->> 'description', ''), i.label) as description,
  nullif(i.properties ->> 'due_date', '') as due, i.version::text as version,
  ${owner} ->> 'id' as "ownerId", coalesce(${owner} ->> 'label', i.properties ->> 'responsible', '') as owner,
  ${source} as source`;

/** The columns of an item `i` of the committee `tor`. */
const columns = sql`i.id::text as id, coalesce(i.properties ->> 'status', 'open') as status, ${actionFacts},
  json_build_object('id', tor.id::text, 'label', tor.label) as committee`;

const from = sql`from relations b join entities i on i.id = b.source_id and i.entity_type = 'action_item'
  join entities tor on tor.id = b.target_id and tor.entity_type = 'tor'`;

/** Open ones first, by due date; done ones after them, the latest first. */
const order = sql`order by i.properties ->> 'status' = 'done', case when i.properties ->> 'status' = 'done' then null else i.properties ->> 'due_date' end nulls last,
  i.id desc limit ${sql.lit(mostListed)}`;

const rowsOf = (where: Sql): Sql => sql`(select coalesce(json_agg(x), '[]') from (
  select ${columns} ${from} where b.relation_type_id = ${committeeOf} and ${where} ${order}) x)`;

/** Data of a page of action items. */
interface ActionItems {
  readonly today: string;
  readonly items: readonly ActionItem[];
  /** Who can be responsible; empty for lists of several committees. */
  readonly owners: readonly Owner[];
}

/** Users who hold a position of the committee, and its positions. */
const ownersOf = (committee: string, day: Day): Sql => sql`(
  select coalesce(json_agg(json_build_object('id', o.id::text, 'label', o.label) order by o.entity_type desc, lower(o.label), o.id), '[]')
  from (
    select p.id, p.label, p.entity_type from relations b join entities p on p.id = b.source_id and p.entity_type = 'tor_function'
    where b.target_id = ${committee} and ${relatedBy('b', 'belongs_to_tor')}
    union
    select u.id, u.label, u.entity_type from relations b
      join relations fills on fills.target_id = b.source_id and ${relatedBy('fills', 'fills_position')}
      join entities u on u.id = fills.source_id and u.entity_type = 'user'
    where b.target_id = ${committee} and ${relatedBy('b', 'belongs_to_tor')} and ${isInForce('fills', day)}
    limit 400) o)`;

/** The action items of a committee, in one statement (spec action-items#list). */
export async function listOfCommittee(db: Db, committee: string, now: Date): Promise<ActionItems> {
  const day = dayAt(now);
  const { rows } = await sql<ActionItems>`
    select ${day} as today, ${rowsOf(sql`b.target_id = ${committee}`)} as items,
      ${ownersOf(committee, day)} as owners`.execute(db);
  return rows[0] ?? { today: '', items: [], owners: [] };
}

/** Whether the item `i` is assigned to a user, or to a position that they hold on a day. */
export const isOwn = (user: Sql, day: Day): Sql => sql`exists (
  select from relations assigned where assigned.source_id = i.id and ${relatedBy('assigned', 'assigned_to')}
    and (assigned.target_id = ${user} or exists (
      select from relations fills where fills.source_id = ${user} and fills.target_id = assigned.target_id
        and ${relatedBy('fills', 'fills_position')} and ${isInForce('fills', day)})))`;

/** `select id`: the items assigned to a user, or to a position that they hold on a day. */
const ownItems = (user: Sql, day: Day): Sql => sql`
  select assigned.source_id from relations assigned
  where ${relatedBy('assigned', 'assigned_to')} and assigned.target_id in (
    select ${user}
    union all
    select fills.target_id from relations fills
    where fills.source_id = ${user} and ${relatedBy('fills', 'fills_position')} and ${isInForce('fills', day)})`;

/** The action items of a user, of all committees, in one statement (spec action-items#mine). */
export async function listOfUser(db: Db, user: string, now: Date): Promise<ActionItems> {
  const day = dayAt(now);
  const own = sql`i.id in (${ownItems(sql`${user}::bigint`, day)})`;
  const { rows } = await sql<ActionItems>`
    select ${day} as today, ${rowsOf(own)} as items, '[]'::json as owners`.execute(db);
  return rows[0] ?? { today: '', items: [], owners: [] };
}

/** Who may change an item: its committee, and whether a user is responsible for it. */
interface ItemStanding {
  readonly committee: string;
  readonly isOwn: boolean;
}

export async function findStanding(
  db: Db | Tx,
  item: string,
  user: string,
  now: Date,
): Promise<ItemStanding | undefined> {
  const { rows } = await sql<ItemStanding>`
    select tor.id::text as committee, ${isOwn(sql`${user}::bigint`, dayAt(now))} as "isOwn"
    ${from} where b.relation_type_id = ${committeeOf} and i.id = ${item} order by b.id limit 1`.execute(
    db,
  );
  return rows[0];
}

/** Returns those of some ids that can be responsible in a committee on a day. */
export async function isOwnerIn(
  tx: Tx,
  owner: string,
  committee: string,
  now: Date,
): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from json_array_elements(${ownersOf(committee, dayAt(now))}) x where x ->> 'id' = ${owner}) as found`.execute(
    tx,
  );
  return rows[0]?.found === true;
}

/** SQL of the action items of minutes in the predecessor's form, as a JSON list. */
export const actionRowsOf = (minutes: Sql): RawBuilder<readonly ActionRow[]> => sql<
  readonly ActionRow[]
>`(
  select coalesce(json_agg(json_build_object('description', coalesce(i.properties ->> 'description', i.label),
    'responsible', coalesce(${owner} ->> 'label', i.properties ->> 'responsible', ''),
    'due_date', coalesce(i.properties ->> 'due_date', ''), 'status', coalesce(i.properties ->> 'status', 'open')) order by i.id), '[]')
  from relations of_minutes join entities i on i.id = of_minutes.source_id and i.entity_type = 'action_item'
  where of_minutes.target_id = ${minutes} and ${relatedBy('of_minutes', 'action_item_of')})`;

/** SQL of the items of a committee that are not done, as a JSON list for minutes and agendas. */
export const openItemsOf = (committee: Sql): RawBuilder<readonly OpenItem[]> => sql<
  readonly OpenItem[]
>`(
  select coalesce(json_agg(x), '[]') from (
    select i.id::text as id, coalesce(i.properties ->> 'description', i.label) as description, coalesce(i.properties ->> 'due_date', '') as due,
      coalesce(i.properties ->> 'status', 'open') as status,
      coalesce(${owner} ->> 'label', i.properties ->> 'responsible', '') as owner, ${source} as source
    ${from} where b.relation_type_id = ${committeeOf} and b.target_id = ${committee} and i.properties ->> 'status' is distinct from 'done'
    order by i.properties ->> 'due_date' nulls last, i.id limit ${sql.lit(mostListed)}) x)`;
