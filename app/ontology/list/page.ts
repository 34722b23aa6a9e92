import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../db/database.ts';
import { plannedForItsValues } from '../../db/named-statements.ts';
import type { EntityType } from '../schema.ts';
import { type Columns, type RowOf, type StoredRow, selected, toRow } from './columns.ts';
import { countedUpTo, rowsIn, totalOf } from './count.ts';
import { type Condition, everything } from './filter.ts';
import { againstOrder, inOrder, keyOf, type OrderBy, ordered, type Place } from './order.ts';
import { isVague, lookedThrough, rowsWithWords, type Searched } from './search.ts';

export interface ListQuery<C extends Columns> {
  readonly type: EntityType;
  readonly columns: C;
  /** @default everything */
  readonly where?: Condition;
  /** @default the entities' own order */
  readonly orderBy?: OrderBy;
}

/** The words of a search and the texts to search. */
export interface Search {
  readonly in: Searched;
  readonly words: string;
}

/** Which page of a list. A page beyond the end shows the last one (spec lists#pages). */
export interface PageRequest {
  /** From 1. */
  readonly number: number;
  /** Rows per page, at most 200. */
  readonly size: number;
  /**
   * Id of the last row of the previous page, or of the first row of the next one; the page
   * continues from there.
   */
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Number of rows, as far as they were counted. */
  readonly total: number;
  /** `false` if there are more than `total`. */
  readonly exact: boolean;
  /** Whether the rows are a sample of the matches of a search. */
  readonly isPart: boolean;
  /** Whether a page beyond the counted ones follows, reachable from the last row. */
  readonly goesOn: boolean;
  /** The number of this page. */
  readonly number: number;
  readonly pages: number;
  readonly size: number;
}

/**
 * Returns one page of a list in one statement: rows, count and page number. If the named row no
 * longer exists, it takes a second statement.
 */
export async function listPage<const C extends Columns>(
  db: Db,
  query: ListQuery<C> & { readonly search?: Search; readonly page: PageRequest },
): Promise<Page<RowOf<C>>> {
  const { type, columns, where = everything, orderBy, search, page } = query;
  const hasWords = search !== undefined && search.words.trim() !== '';
  const size = clamp(page.size, 1, 200);
  const number = clamp(page.number, 1, 1_000_000);
  const named = number > 1 && !hasWords ? (page.after ?? page.before) : undefined;
  const list = { type, where, orderBy, words: hasWords ? search : undefined };
  const asked = { number, size, named, isBefore: named !== undefined && page.after === undefined };
  const isWhole = where === everything && !hasWords;
  const shown = isWhole ? wholeList(list, asked) : filtered(list, asked);
  const { rows } = await sql<StoredRow & Shown>`
    ${isWhole ? sql`` : sql.raw(plannedForItsValues)}
    with ${shown}
    select p.total, p.exact, p.is_part as "isPart", p.number, v.*
    from page p left join lateral (
      select l.place, ${selected(columns)} from listed l join entities e on e.id = l.id
      where l.place > (select skipped from page) and l.place <= (select skipped from page) + ${size}::integer) v on true
    order by v.place`.execute(db);
  const { total = 0, exact = true, isPart = false, number: at = 1 } = rows[0] ?? {};
  const found = rows.filter((row) => row.id !== null);
  const leadsNowhere = asked.isBefore ? found.length < size : found.length === 0;
  if (named !== undefined && leadsNowhere) {
    return listPage(db, { ...query, page: { number, size } });
  }
  return {
    rows: found.map((row) => toRow(columns, row)),
    ...{ total, exact, isPart, goesOn: !exact && !isPart, number: at, size },
    pages: Math.max(1, Math.ceil(total / size)),
  };
}

type Shown = Pick<Page<unknown>, 'total' | 'exact' | 'isPart' | 'number'>;

interface List {
  readonly type: EntityType;
  readonly where: Condition;
  readonly orderBy: OrderBy | undefined;
  readonly words: Search | undefined;
}

interface Asked {
  readonly number: number;
  readonly size: number;
  /** Id of the row from which the page continues. */
  readonly named: string | undefined;
  readonly isBefore: boolean;
}

// A literal, because the planner uses the indices of a type only if it sees the type.
export const entitiesOf = (type: EntityType) =>
  sql`(select * from entities where entity_type = ${sql.lit(type)}) e`;

/** The current sort key of the named row. */
const placeOf = ({ type, orderBy }: List, id: string): Place => ({
  key: sql`(select ${keyOf(orderBy)} from entities e where e.id = ${id} and e.entity_type = ${type})`,
  id: sql`${id}`,
});

const isThere = (type: EntityType, id: string): Condition =>
  sql`exists (select from entities named where named.id = ${id} and named.entity_type = ${type})`;

/** Rows with their position from 1 in list order. */
const numbered = (rows: RawBuilder<unknown>, orderBy: OrderBy | undefined) =>
  sql`select id, row_number() over (order by ${inOrder(orderBy)})::integer as place from (${rows}) o`;

/** A page that continues from a named row: `listed` is that page alone. */
const goingOn = (list: List, { size, named = '', isBefore }: Asked, limit: number) => {
  const rows = ordered({
    from: entitiesOf(list.type),
    where: sql`${isThere(list.type, named)} and ${list.where}`,
    ...{ orderBy: list.orderBy, place: placeOf(list, named), backwards: isBefore },
    limit: sql.lit(isBefore ? size : limit),
  });
  return sql`listed as materialized (${numbered(rows, list.orderBy)})`;
};

/**
 * Without a filter. The total is maintained. Page numbers reach the first hundred rows, or one page
 * if larger, and the last hundred from the end. Pages in between are reached from a neighboring
 * page; a number between leads to the last page that was counted.
 */
function wholeList(list: List, asked: Asked): RawBuilder<unknown> {
  const { number, size } = asked;
  const [total, reach] = [totalOf(list.type), Math.max(countedUpTo, size)];
  const exact = sql`true as exact, false as is_part`;
  const last = sql`greatest(1, ceil(total::numeric / ${size}::integer))::integer`;
  if (asked.named !== undefined) {
    return sql`
      ${goingOn(list, asked, size)},
      page as materialized (
        select total, ${exact}, least(${number}::integer, ${last}) as number, 0 as skipped
        from (select ${total} as total) t)`;
  }
  const from = entitiesOf(list.type);
  const { where, orderBy } = list;
  const isNear = number * size <= reach;
  const front = Math.floor(reach / size);
  const limit = sql.lit((isNear ? number : front) * size);
  const first = numbered(ordered({ from, where, orderBy, limit }), orderBy);
  if (isNear) {
    return sql`
      listed as materialized (${first}),
      page as materialized (
        select total, ${exact}, number, (number - 1) * ${size}::integer as skipped
        from (select total, least(${number}::integer, ${last}) as number from (select ${total} as total) t) n)`;
  }
  const back = ordered({ from, where, orderBy, backwards: true, limit: sql.lit(reach) });
  return sql`
    page as materialized (
      select total, ${exact}, number, (number - 1) * ${size}::integer as skipped
      from (
        select total, case when total - (${last} - 1) * ${size}::integer <= ${reach}::integer
            and total - (least(${number}::integer, ${last}) - 1) * ${size}::integer <= ${reach}::integer
          then least(${number}::integer, ${last}) else least(${front}::integer, ${last}) end as number
        from (select ${total} as total) t) n),
    listed as materialized (
      select * from (${first}) f where place <= ${front * size}::integer
      union
      select id, (select total from page) + 1 - row_number() over (order by ${againstOrder(orderBy)})::integer
      from (${back}) b)`;
}

/**
 * With a filter or a search: the first matches in order, as far as they are counted. The search
 * runs first, and the filter applies to its matches.
 */
function filtered(list: List, asked: Asked): RawBuilder<unknown> {
  const { type, where, orderBy, words } = list;
  const { size, named } = asked;
  const bound = Math.max(countedUpTo, size);
  const number = Math.min(
    asked.number,
    named === undefined ? Math.floor(bound / size) : asked.number,
  );
  if (named !== undefined) {
    const before = sql`(${number}::integer - 1) * ${size}::integer`;
    return sql`
      ${goingOn(list, asked, size + 1)},
      page as materialized (
        select ${before} + least(${size}::integer, ${rowsIn('listed')}) as total,
          ${asked.isBefore ? sql`false` : sql`${rowsIn('listed')} <= ${size}::integer`} as exact,
          false as is_part, ${number}::integer as number, 0 as skipped)`;
  }
  const limit = sql.lit(bound + 1);
  const sought = words && rowsWithWords(words.in, words.words, bound + 1);
  const from = sought === undefined ? entitiesOf(type) : sql`sought e`;
  const isVagueAmongMany =
    words !== undefined && isVague(words.words)
      ? sql`${totalOf(type)} > ${lookedThrough}::integer`
      : sql`false`;
  const isPart =
    sought === undefined
      ? sql`false`
      : sql`(${rowsIn('sought')} > ${bound}::integer or ${isVagueAmongMany})`;
  return sql`
    ${sought === undefined ? sql`` : sql`sought as materialized (${sought}),`}
    listed as materialized (${numbered(ordered({ from, where, orderBy, limit }), orderBy)}),
    page as materialized (
      select total, exact, is_part, number, (number - 1) * ${size}::integer as skipped
      from (
        select total, exact and not is_part as exact, is_part,
          least(${number}::integer, greatest(1, ceil(total::numeric / ${size}::integer)))::integer as number
        from (
          select least(${bound}::integer, ${rowsIn('listed')}) as total,
            ${rowsIn('listed')} <= ${bound}::integer as exact, ${isPart} as is_part) c) n)`;
}

const clamp = (value: number, min: number, max: number): number =>
  Number.isFinite(value) ? Math.min(max, Math.max(min, Math.trunc(value))) : min;
