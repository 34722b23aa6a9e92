import { type RawBuilder, sql } from 'kysely';
import { type Column, indexed } from './column.ts';

/** The order of a list. Ties go by id, so that a row never shows on two pages; what has no value comes last either way. */
export interface OrderBy {
  readonly column: Column<unknown>;
  readonly descending?: boolean;
}

/** The last row of a page: the next one begins after it. */
export interface Cursor {
  /** What the list is sorted by, as text; `null` for a row without. */
  readonly key: string | null;
  readonly id: string;
}

interface Candidates {
  readonly type: string;
  readonly where: RawBuilder<boolean>;
  readonly orderBy: OrderBy | undefined;
  readonly after: { readonly key: Cursor['key'] | RawBuilder<unknown>; readonly id: string } | undefined;
  /** How many are wanted, a literal: a number that the planner knows makes it walk an index instead of sorting everything. */
  readonly most: number;
}

/**
 * `(id, missing, key)` of the first rows in order. Sorting by a property walks the index over its texts and takes those without
 * it afterwards, so that a page costs a page, however many there are.
 */
export function candidates({ type, where, orderBy, after, most }: Candidates): RawBuilder<unknown> {
  const limit = sql.lit(most);
  const direction = orderBy?.descending === true ? sql`desc` : sql`asc`;
  const ofType = sql`e.entity_type = ${type}`;
  const key = orderBy?.column.order;
  if (orderBy === undefined || key === undefined) {
    const key = sql`e.sort_order`;
    return sql`(select e.id, false as missing, ${key}::text as key, ${key} as ord from entities e
      where ${ofType} and ${where} ${afterKey(key, sql`e.id`, 'integer', after, false)}
      order by ${key}, e.id limit ${limit})`;
  }
  const { source } = orderBy.column;
  const later = (k: RawBuilder<unknown>, id: RawBuilder<unknown>, kind: string) =>
    afterKey(k, id, kind, after, orderBy.descending === true);
  if (source.from === 'property' && orderBy.column.kind !== 'number') {
    const k = indexed(sql`k.value`);
    const withKey = sql`select e.id, false as missing, ${k} as key, ${k} as ord
      from entity_properties k join entities e on e.id = k.entity_id and ${ofType}
      where k.key = ${source.key} and ${where} ${later(k, sql`k.entity_id`, 'text')}
      order by ${k} ${direction}, k.entity_id ${direction} limit ${limit}`;
    const without = (most: RawBuilder<unknown>) => sql`select e.id, true as missing, null::text as key, null::text as ord from entities e
      where ${ofType} and ${where} and not exists (select from entity_properties k where k.entity_id = e.id and k.key = ${source.key})
      ${after?.key === null ? sql`and e.id ${orderBy.descending === true ? sql`<` : sql`>`} ${after.id}` : sql``}
      order by e.id ${direction} limit ${most}`;
    if (after?.key === null) return sql`(${without(limit)})`;
    // A limit of none at all is never begun: looking for those without the property would walk through all that have it.
    const rest = sql`(select greatest(0, ${limit} - count(*)) from w)`;
    return sql`(with w as materialized (${withKey}), n as materialized (${without(rest)}) select * from w union all select * from n)`;
  }
  const kind = orderKind(orderBy.column);
  return sql`(select e.id, ${key} is null as missing, ${key}::text as key, ${key} as ord from entities e
    where ${ofType} and ${where} ${source.from === 'field' ? later(key, sql`e.id`, kind) : orNone(key, later(key, sql`e.id`, kind), after)}
    order by ${source.from === 'field' ? sql`` : sql`${key} is null, `}${key} ${direction}, e.id ${direction} limit ${limit})`;
}

/** The same columns of the entity `e`, whatever it was found by. */
export function sortedBy(orderBy: OrderBy | undefined): RawBuilder<unknown> {
  const key = orderBy?.column.order ?? sql`e.sort_order`;
  return sql`e.id, ${key} as ord`;
}

/** The columns of entities that were found already, with what they are sorted by. */
export const found = (m: RawBuilder<unknown>, gate: RawBuilder<boolean>): RawBuilder<unknown> =>
  sql`(select m.id, m.ord is null as missing, m.ord::text as key, m.ord from ${m} m where ${gate})`;

/** The outer order, over what the candidates give. */
export const inOrder = (orderBy: OrderBy | undefined): RawBuilder<unknown> =>
  orderBy?.descending === true && orderBy.column.order !== undefined ? sql`missing, ord desc, id desc` : sql`missing, ord, id`;

/** The same order from its end. */
export const againstOrder = (orderBy: OrderBy | undefined): RawBuilder<unknown> =>
  orderBy?.descending === true && orderBy.column.order !== undefined ? sql`missing desc, ord, id` : sql`missing desc, ord desc, id desc`;

function afterKey(key: RawBuilder<unknown>, id: RawBuilder<unknown>, kind: string, after: Candidates['after'], descending: boolean) {
  if (after === undefined) return sql``;
  const beyond = descending ? sql`<` : sql`>`;
  if (after.key === null) return sql`and ${key} is null and ${id} ${beyond} ${after.id}`;
  return sql`and (${key}, ${id}) ${beyond} (${after.key}::${sql.raw(kind)}, ${after.id}::bigint)`;
}

/** Those without a key come after all that have one. */
const orNone = (key: RawBuilder<unknown>, later: RawBuilder<unknown>, after: Candidates['after']): RawBuilder<unknown> =>
  after === undefined || after.key === null ? later : sql`and (${key} is null or (true ${later}))`;

function orderKind({ kind, source }: Column<unknown>): 'text' | 'bigint' | 'integer' | 'boolean' | 'timestamptz' {
  if (source.from === 'field' && source.field === 'sortOrder') return 'integer';
  if (kind === 'number') return 'bigint';
  if (kind === 'flag') return source.from === 'field' ? 'boolean' : 'text';
  return kind === 'moment' ? 'timestamptz' : 'text';
}
