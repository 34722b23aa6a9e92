import { type RawBuilder, sql } from 'kysely';
import type { EntityType } from '../schema.ts';
import { type Column, indexed } from './column.ts';
import type { Way } from './condition.ts';
import type { OrderBy } from './order.ts';

export interface Walk {
  readonly type: string;
  readonly orderBy: OrderBy | undefined;
  /** The row to go on from. One that is gone leads nowhere. */
  readonly place: string | undefined;
  /** Against the order: towards the beginning from a place, or from the end. */
  readonly backwards: boolean;
  /** A literal: a number that the planner knows makes it walk an index instead of sorting everything. */
  readonly most: number;
  /** How many there are from here to the end, where that is known. */
  readonly left?: RawBuilder<number>;
  /** Asked once; otherwise nothing is begun. */
  readonly when: RawBuilder<boolean>;
}

/** What takes the place of what a row lacks, among those that lack it, too: their own order. Digits of one length, since it stands beside texts. */
export const lackingKey = (orderBy: OrderBy | undefined): RawBuilder<unknown> | undefined =>
  orderBy?.column.source.from === 'property' ? sql`to_char(e.sort_order::bigint + 2147483648, 'FM0000000000')` : undefined;

/** Whether the order of a list can be walked from any row in both directions. */
export function isWalked(type: string, orderBy: OrderBy | undefined): boolean {
  const { source, kind, order } = orderBy?.column ?? {};
  if (source === undefined || order === undefined || source.from === 'field') return true;
  return (source.from === 'property' && kind !== 'number') || (type === 'user' && isRoles(source));
}

const isRoles = (source: Column<unknown>['source']): boolean =>
  source.from === 'relation' && source.end.type === 'has_role' && source.end.outgoing;

/** What the entity `e` is sorted by, as `walk` tells it. */
export function keyOf(type: string, orderBy: OrderBy | undefined): RawBuilder<unknown> {
  const { source, order } = orderBy?.column ?? {};
  if (type !== 'user' || source?.from !== 'relation') return order ?? sql`e.sort_order`;
  return sql`(select row(lower(role.label), role.id, h.label) from role_holders h join entities role on role.id = h.role_id
    where h.user_id = e.id order by lower(role.label), role.id limit 1)`;
}

/** `(id, missing, ord)` of the next rows in the order of a list, along indices. */
export function walk(way: Walk): RawBuilder<unknown> {
  const { source, order } = way.orderBy?.column ?? {};
  if (source?.from === 'property') return byProperty(source.key, way);
  if (source?.from === 'relation') return byRole(way);
  return byField(order ?? sql`e.sort_order`, way);
}

/** Along the index over a field, which everything has. */
function byField(key: RawBuilder<unknown>, { type, place, most, when, ...way }: Walk): RawBuilder<unknown> {
  const { direction, beyond } = directionOf(way);
  const from = sql`(select ${key} from entities e where e.id = ${place} and e.entity_type = ${type})`;
  const further = place === undefined ? sql`` : sql` and (${key}, e.id) ${beyond} (${from}, ${place}::bigint)`;
  return sql`(select e.id, false as missing, ${key} as ord from entities e where ${when} and e.entity_type = ${type}${further}
    order by ${key} ${direction}, e.id ${direction} limit ${sql.lit(most)})`;
}

/** A way for a condition of which an index knows in the order of labels. */
export const alongLabels = (type: EntityType, condition: RawBuilder<boolean>): Way => {
  const those = sql`from entities e where e.entity_type = ${sql.lit(type)} and ${condition}`;
  return {
    ids: (limit) => sql`select e.id ${those} order by lower(e.label), e.id limit ${sql.lit(limit)}`,
    byLabel: ({ place, down, most }) =>
      byField(sql`lower(e.label)`, { type, orderBy: undefined, place, backwards: down, most, when: condition }),
  };
};

/**
 * Along the index over a property's text, and then those without it, in their own order; the other way round before a place. No index knows
 * who lacks something, so they are looked for only where the list says that there are more. Each is looked up by id: a join would be begun at
 * the entities, of which the planner expects too few, and sorted.
 */
function byProperty(property: string, { type, orderBy, place, most, left, when, ...way }: Walk): RawBuilder<unknown> {
  const { direction, beyond, backwards } = directionOf({ ...way, orderBy });
  const [text, own] = [indexed(sql`k.value`), sql`e.sort_order`];
  const here = sql`here as materialized (select e.sort_order as own,
    (select ${text} from entity_properties k where k.entity_id = e.id and k.key = ${property}) as text
    from entities e where e.id = ${place ?? null}::bigint and e.entity_type = ${type})`;
  const [atText, atOwn] = [sql`(select text from here)`, sql`(select own from here)`];
  const having = (gate: RawBuilder<unknown>) => sql`(select e.id, false as missing, ${text} as ord
    from entity_properties k cross join lateral (select e.id from entities e where e.id = k.entity_id and e.entity_type = ${type} offset 0) e
    where ${when} and k.key = ${property} and ${gate} order by ${text} ${direction}, k.entity_id ${direction} limit ${sql.lit(most)})`;
  const lacking = (gate: RawBuilder<unknown>) => sql`(select e.id, true as missing, ${lackingKey(orderBy)} as ord from entities e
    where ${when} and e.entity_type = ${type} and ${gate}
      and not exists (select from entity_properties k where k.entity_id = e.id and k.key = ${property} offset 0)
    order by ${own} ${direction}, e.id ${direction} limit ${sql.lit(most)})`;
  const further = sql`(${text}, k.entity_id) ${beyond} (${atText}, ${place ?? null}::bigint)`;
  const among = lacking(sql`${atText} is null and (${own}, e.id) ${beyond} (${atOwn}, ${place ?? null}::bigint)`);
  if (backwards) return inTurn([here], [among, having(further), having(sql`${atOwn} is not null and ${atText} is null`)], most);
  const had = sql`had as materialized ${having(place === undefined ? always : further)}`;
  const isShort = sql`(select count(*) from had) < least(${sql.lit(most)}, ${left ?? sql.lit(most)})`;
  const rest = place === undefined ? [lacking(isShort)] : [among, lacking(sql`${atText} is not null and ${isShort}`)];
  return inTurn([here, had], [sql`select * from had`, ...rest], most);
}

/**
 * By the first of the roles that a user has, then by name: along the roles, which are few, and in each along its holders. Who has an
 * earlier one, too, stands there. Those without any come last.
 */
function byRole({ place, most, when, ...way }: Walk): RawBuilder<unknown> {
  const { direction, beyond, backwards } = directionOf(way);
  const earlier = sql`exists (select from role_holders o join entities other on other.id = o.role_id
    where o.user_id = h.user_id and o.role_id <> h.role_id and (lower(other.label), other.id) < (role.key, role.id))`;
  const here = sql`here as materialized (select h.role_id, lower(role.label) as key, h.label, u.id
    from entities u left join role_holders h on h.user_id = u.id left join entities role on role.id = h.role_id
    where u.id = ${place ?? null}::bigint and u.entity_type = 'user' order by lower(role.label), role.id limit 1)`;
  const [atRole, atKey, atLabel, atUser] = [
    sql`(select role_id from here)`,
    sql`(select key from here)`,
    sql`(select label from here)`,
    sql`(select id from here)`,
  ];
  const held = (
    roles: RawBuilder<unknown>,
    holders: RawBuilder<unknown>,
  ) => sql`(select h.user_id as id, false as missing, row(role.key, role.id, h.label) as ord
    from (select id, lower(label) as key from entities where ${when} and entity_type = 'role' and ${roles} order by lower(label) ${direction}, id ${direction}) role
      cross join lateral (select h.user_id, h.role_id, h.label from role_holders h where h.role_id = role.id and ${holders} and not ${earlier}
        order by h.label ${direction}, h.user_id ${direction} limit ${sql.lit(most)}) h
    limit ${sql.lit(most)})`;
  const none = (gate: RawBuilder<unknown>) => sql`(select w.user_id as id, true as missing, null::record as ord from users_without_role w
    where ${when} and ${gate} order by w.user_id ${direction} limit ${sql.lit(most)})`;
  if (place === undefined) {
    const all = [held(always, always), none(always)];
    return inTurn([], backwards ? all.toReversed() : all, most);
  }
  const same = held(sql`id = ${atRole}`, sql`(h.label, h.user_id) ${beyond} (${atLabel}, ${atUser})`);
  const others = (gate: RawBuilder<unknown>) => held(sql`(${gate} or (lower(label), id) ${beyond} (${atKey}, ${atRole}))`, always);
  const lonely = none(
    backwards ? sql`${atRole} is null and w.user_id ${beyond} ${atUser}` : sql`(${atRole} is not null or w.user_id ${beyond} ${atUser})`,
  );
  const parts = backwards ? [lonely, same, others(sql`(${atUser} is not null and ${atRole} is null)`)] : [same, others(sql`false`), lonely];
  return inTurn([here], parts, most);
}

const always = sql<boolean>`true`;

/** One part after the other, as far as the limit: what comes later isn't begun before. */
const inTurn = (tables: readonly RawBuilder<unknown>[], parts: readonly RawBuilder<unknown>[], most: number) =>
  sql`(${tables.length === 0 ? sql`` : sql`with ${sql.join([...tables])}`} select * from (${sql.join([...parts], sql` union all `)}) parts limit ${sql.lit(most)})`;

/** A list that is sorted backwards and walked backwards goes forwards; what lacks a value is last in both orders. */
function directionOf({ orderBy, backwards }: Pick<Walk, 'orderBy' | 'backwards'>) {
  const down = (orderBy?.descending === true) !== backwards;
  return { direction: down ? sql`desc` : sql`asc`, beyond: down ? sql`<` : sql`>`, backwards };
}
