import { type RawBuilder, sql } from 'kysely';
import type { Column } from './columns.ts';
import type { Condition } from './filter.ts';

/**
 * The order of a list. Ties are ordered by id; rows without a value come last in both directions.
 */
export interface OrderBy {
  readonly column: Column<unknown>;
  readonly descending?: boolean;
}

/** A row of a list, by its sort key and id; the page continues after or before it. */
export interface Place {
  readonly key: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
}

export interface Ordered {
  /** `entities e`, or any other source of entities as `e`. */
  readonly from: RawBuilder<unknown>;
  readonly where: Condition;
  readonly orderBy: OrderBy | undefined;
  readonly place?: Place | undefined;
  /** From the end of the list, or from the place towards its start. @default false */
  readonly backwards?: boolean;
  readonly limit: RawBuilder<unknown>;
}

/** The sort key of a list: the entities' own order unless a column is given. */
export const keyOf = (orderBy: OrderBy | undefined): RawBuilder<unknown> =>
  orderBy?.column.order ?? sql`e.sort_order`;

/** Only columns of the entity itself always have a value. */
const mayLack = ({ column }: OrderBy): boolean => column.source.from !== 'field';

/**
 * `select id, missing, key`: the first rows of a list from a place on, along the index over (key,
 * id). Columns that can lack a value take two index scans: rows with a value, then rows without.
 */
export function ordered(list: Ordered): RawBuilder<unknown> {
  const { orderBy, backwards = false, place } = list;
  const key = keyOf(orderBy);
  const isDown = (orderBy?.descending === true && orderBy.column.order !== undefined) !== backwards;
  const [beyond, direction] = isDown ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  const walk = (
    missing: boolean,
    condition: RawBuilder<unknown>,
    limit: RawBuilder<unknown>,
  ) => sql`
    select e.id, ${sql.lit(missing)} as missing, ${key} as key from ${list.from}
    where ${list.where} and ${condition}
    order by ${missing ? sql`` : sql`${key} ${direction}, `}e.id ${direction} limit ${limit}`;

  if (orderBy === undefined || !mayLack(orderBy)) {
    const further =
      place === undefined
        ? sql`true`
        : sql`(${key}, e.id) ${beyond} (${place.key}, ${place.id}::bigint)`;
    return walk(false, further, list.limit);
  }
  const { having, lacking } = bounds({ place, key, isDown, backwards, from: list.from });
  const haves = (limit: RawBuilder<unknown>) =>
    walk(false, sql`${key} is not null ${having}`, limit);
  const lacks = (limit: RawBuilder<unknown>) => walk(true, sql`${key} is null ${lacking}`, limit);
  const [first, second] = backwards ? [lacks, haves] : [haves, lacks];
  const rest = sql`(select greatest(0, ${list.limit} - count(*)) from first_part)`;
  return sql`
    with first_part as materialized (${first(list.limit)}), second_part as materialized (${second(rest)})
    select * from first_part union all select * from second_part`;
}

interface Bounds {
  readonly place: Place | undefined;
  readonly key: RawBuilder<unknown>;
  readonly isDown: boolean;
  readonly backwards: boolean;
  readonly from: RawBuilder<unknown>;
}

const [least, most] = [sql`0`, sql.raw('9223372036854775807')];

/**
 * Where both scans start if the named row may lack its key. All rows without a key follow those
 * with one.
 */
function bounds({ place, key, isDown, backwards, from }: Bounds) {
  if (place === undefined) return { having: sql``, lacking: sql`` };
  const beyond = isDown ? sql`<` : sql`>`;
  const [before, after] = isDown ? [most, least] : [least, most];
  const lacksKey = sql`(select ${place.key}) is null`;
  const outside = backwards ? after : before;
  const lacking = sql`and e.id ${beyond} case when ${lacksKey} then ${place.id}::bigint else ${outside} end`;
  if (!backwards) {
    return {
      having: sql`and (${key}, e.id) ${beyond} (${place.key}, ${place.id}::bigint)`,
      lacking,
    };
  }
  const end = sql`(select ${isDown ? sql`max` : sql`min`}(${key}) from ${from})`;
  const start = sql`case when ${lacksKey} then ${before} else ${place.id}::bigint end`;
  return {
    having: sql`and (${key}, e.id) ${beyond} (coalesce(${place.key}, ${end}), ${start})`,
    lacking,
  };
}

/** The order of the result of `ordered`. */
export const inOrder = (orderBy: OrderBy | undefined): RawBuilder<unknown> =>
  orderBy?.descending === true && orderBy.column.order !== undefined
    ? sql`missing, key desc, id desc`
    : sql`missing, key, id`;

/** The reverse order. */
export const againstOrder = (orderBy: OrderBy | undefined): RawBuilder<unknown> =>
  orderBy?.descending === true && orderBy.column.order !== undefined
    ? sql`missing desc, key, id`
    : sql`missing desc, key desc, id desc`;
