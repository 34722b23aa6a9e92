import { type RawBuilder, sql } from 'kysely';
import type { EntityType } from '../schema.ts';
import type { Columns } from './columns.ts';
import type { Condition } from './condition.ts';
import { inOrder, isAfter, names, type OrderBy, orderOf } from './order.ts';

/** Matches of a filter or a search are counted up to here. A longer page counts its own rows. */
export const countedUpTo = 100;

export interface ListQuery<C extends Columns> {
  readonly type: EntityType;
  readonly columns: C;
  /** @default everything */
  readonly where?: Condition | undefined;
  /** @default the entities' own order */
  readonly orderBy?: OrderBy | undefined;
}

export interface RowsQuery {
  readonly type: EntityType;
  readonly where: Condition;
  readonly orderBy?: OrderBy | undefined;
  /** Keys of the row after which they begin. */
  readonly after?: readonly RawBuilder<unknown>[] | undefined;
  /** Reads towards the start of the list. @default false */
  readonly backwards?: boolean;
  readonly limit: number;
}

/** The first entities that match, in order, with the keys of the order. */
export function rowsOf(query: RowsQuery): RawBuilder<unknown> {
  const { type, where, orderBy, after, backwards, limit } = query;
  const order = orderOf(orderBy, backwards);
  const named = order.keys.map((key, at) => sql`${key} as ${names(order)[at]}`);
  return sql`
    select e.*, ${sql.join(named)} from entities e ${order.join}
    where ${isOfType(type)} and ${where} and ${after === undefined ? sql`true` : isAfter(order, after)}
    order by ${inOrder(order.keys, order)} limit ${sql.lit(limit)}`;
}

/** A literal: the planner uses an index of one type only if it sees the type. */
export const isOfType = (type: EntityType) => sql<boolean>`e.entity_type = ${sql.lit(type)}`;

/** How many entities of a type there are, as triggers keep it. */
export const totalOf = (type: EntityType): RawBuilder<number> =>
  sql`(select coalesce(sum(amount), 0)::integer from entity_tallies where entity_type = ${type})`;
