import { type RawBuilder, sql } from 'kysely';
import { and, type Condition, everything, partsOf } from './condition.ts';
import { inOrder, names, orderOf } from './order.ts';
import { countedUpTo, isOfType, type RowsQuery, rowsOf, totalOf } from './rows.ts';

/** Rows that one page scans for conditions that no index supports. */
const mostScanned = 120;

interface Asked extends Pick<RowsQuery, 'type' | 'where' | 'orderBy'> {
  readonly number: number;
  readonly size: number;
}

/** The row after which a page begins, or before which it ends. */
export interface Place {
  readonly id: string;
  readonly isBefore: boolean;
}

/**
 * What differs between kinds of lists in the statement of `listPage`. Expressions use `amount`, the
 * rows of `read`, and `found`, those of `listed`.
 */
interface Part {
  readonly isWhole: boolean;
  readonly isScan: boolean;
  readonly read: RawBuilder<unknown>;
  /** The conditions that are left for `listed`. */
  readonly where: Condition;
  readonly total: RawBuilder<unknown>;
  /** The page that is shown; uses `total` and the number of `pages`. */
  readonly number: RawBuilder<unknown>;
  /** Rows of `listed` before the page. */
  readonly skipped: RawBuilder<unknown>;
  /** Whether there may be more matches than `total`. */
  readonly goesOn: RawBuilder<unknown>;
  /** Id of the row at which a scan ended, if the next page begins there. */
  readonly next: RawBuilder<unknown>;
  readonly isLost: RawBuilder<unknown>;
}

/** The kind of list that is asked for: continued at a row, filtered, or whole. */
export function partOf(asked: Asked, place: Place | undefined): Part {
  if (place !== undefined) return continued(asked, place);
  return asked.where === everything ? whole(asked) : filtered(asked);
}

/** The matches of a filter or a search, from the first one. */
function filtered({ type, where, orderBy, number, size }: Asked): Part {
  const { indexed, scan, isScan } = split(where);
  const limit = isScan ? Math.max(mostScanned, size) : Math.max(countedUpTo, size) + 1;
  const goesOn = sql`amount = ${limit}::integer`;
  return {
    ...{ isWhole: false, isScan, where: scan, goesOn },
    read: rowsOf({ type, where: indexed, orderBy, limit }),
    total: sql`least(found, ${isScan ? limit : limit - 1}::integer)`,
    number: sql`least(${number}::integer, pages)`,
    skipped: sql`(number - 1) * ${size}::integer`,
    next: isScan ? lastOf(orderBy, sql`${goesOn} and number = pages`) : sql`null`,
    isLost: sql`false`,
  };
}

/** A page that begins after a row, or ends before it. */
function continued({ type, where, orderBy, number, size }: Asked, { id, isBefore }: Place): Part {
  const { indexed, scan, isScan } = split(where);
  const isWhole = where === everything;
  const limit = isScan ? Math.max(mostScanned, size) : isWhole || isBefore ? size : size + 1;
  const { keys, join } = orderOf(orderBy);
  const from = sql`from entities e ${join} where e.id = ${id} and ${isOfType(type)}`;
  const after = keys.map((key) => sql`(select ${key} ${from})`);
  const isFull = sql`amount = ${limit}::integer`;
  return {
    ...{ isWhole, isScan, where: scan },
    read: rowsOf({ type, where: indexed, orderBy, limit, after, backwards: isBefore }),
    total: isWhole
      ? totalOf(type)
      : sql`${(number - 1) * size}::integer + least(found, ${size}::integer)`,
    number: isWhole ? sql`least(${number}::integer, pages)` : sql`${number}`,
    skipped: isBefore ? sql`greatest(0, found - ${size}::integer)` : sql`0`,
    goesOn: isWhole ? sql`false` : sql`${isBefore} or ${isFull} or found > ${size}::integer`,
    next:
      isScan && !isBefore
        ? lastOf(orderBy, sql`${isFull} and found <= ${size}::integer`)
        : sql`null`,
    isLost: sql`not ${isFull} and found < ${isBefore ? size : 1}::integer`,
  };
}

/**
 * A list without a filter. By number, the first hundred rows can be reached, and the last page from
 * the end; any other number leads to the last of the first pages. Other pages are reached from the
 * page before or after (`continued`).
 */
function whole({ type, where, orderBy, number, size }: Asked): Part {
  const front = Math.max(1, Math.floor(countedUpTo / size));
  const first = rowsOf({ type, where, orderBy, limit: Math.min(number, front) * size });
  const common = {
    ...{ isWhole: true, isScan: false, where, total: totalOf(type) },
    ...{ goesOn: sql`false`, next: sql`null`, isLost: sql`false` },
  };
  if (number <= front)
    return {
      ...common,
      read: first,
      number: sql`least(${number}::integer, pages)`,
      skipped: sql`(number - 1) * ${size}::integer`,
    };
  const end = rowsOf({ type, where, orderBy, limit: size, backwards: true });
  const isEnd = sql`${number}::integer >= ${pagesOf(totalOf(type), size)}`;
  const beforeEnd = sql`found - (total - (pages - 1) * ${size}::integer)`;
  return {
    ...common,
    read: sql`select * from (${first}) f where not ${isEnd} union all select * from (${end}) l where ${isEnd}`,
    number: sql`case when ${isEnd} then pages else ${front}::integer end`,
    skipped: sql`case when ${isEnd} then greatest(0, ${beforeEnd}) else ${(front - 1) * size}::integer end`,
  };
}

export const pagesOf = (total: RawBuilder<unknown>, size: number) =>
  sql`greatest(1, ceil(${total}::numeric / ${size}::integer))::integer`;

/** The conditions that indexes support, and those for which rows are scanned. */
function split(where: Condition) {
  const scans = partsOf(where).filter(({ isScanned }) => isScanned);
  const others = partsOf(where).filter(({ isScanned }) => !isScanned);
  return { indexed: and(...others), scan: and(...scans), isScan: scans.length > 0 };
}

/** Id of the row that was read last, under a condition. */
function lastOf(orderBy: RowsQuery['orderBy'], condition: RawBuilder<unknown>) {
  const reversed = orderOf(orderBy, true);
  return sql`case when ${condition} then (
    select id from read order by ${inOrder(names(reversed), reversed)} limit 1) end`;
}
