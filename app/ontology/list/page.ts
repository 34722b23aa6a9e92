import { sql } from 'kysely';
import type { Db } from '../../db/database.ts';
import { plannedForItsValues } from '../../db/named-statements.ts';
import { type Columns, type RowOf, type StoredRow, selected, toRow } from './columns.ts';
import { and, everything } from './condition.ts';
import { inOrder, names, orderOf } from './order.ts';
import { type Place, pagesOf, partOf } from './page-parts.ts';
import type { ListQuery } from './rows.ts';
import { finds, isPartial, type Search } from './search.ts';

/** Which page of a list. A page beyond the end shows the last one (spec lists#pages). */
export interface PageRequest {
  /** From 1. */
  readonly number: number;
  /** Rows per page, at most 200. */
  readonly size: number;
  /** Id of the row after which the page begins, or before which it ends. */
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** How many match, as far as they were counted. */
  readonly total: number;
  /** `false`: there may be more than `total`. */
  readonly exact: boolean;
  /** Matches of one or two letters inside words are not all found. */
  readonly isPart: boolean;
  /** There may be a page beyond those counted. */
  readonly goesOn: boolean;
  /** Rows are scanned, some for each page, so pages may be short and are not numbered exactly. */
  readonly isScan: boolean;
  /** Id of the row after which the next page begins, if it is not the last row of this one. */
  readonly next: string | undefined;
  readonly number: number;
  readonly pages: number;
  readonly size: number;
}

/**
 * One page of a list in one statement; if the row that it begins after no longer exists, in two.
 * The first page of the active users, for example:
 *
 *     with read as materialized (
 *       select e.*, lower(e.label) as k0, e.id as k1 from entities e
 *       where e.entity_type = 'user' and e.is_active
 *       order by lower(e.label), e.id limit 101),
 *     listed as materialized (select * from read e where true),
 *     page as materialized (select … as total, … as number, … as skipped …)
 *     select page.*, v.* from page left join lateral (
 *       select k0, k1, e.id, e.name as c0 from (
 *         select * from listed order by k0, k1 offset page.skipped limit 25) e) v on true
 *     order by k0, k1
 *
 * `read` has the conditions that indexes support, `listed` the others, and `page` the figures, which
 * `page-parts.ts` calculates for each kind of list.
 */
export async function listPage<const C extends Columns>(
  db: Db,
  query: ListQuery<C> & { readonly search?: Search | undefined; readonly page: PageRequest },
): Promise<Page<RowOf<C>>> {
  const { type, columns, orderBy, search, page } = query;
  const words = search === undefined ? everything : finds(search);
  const asked = {
    ...{ type, orderBy, where: and(query.where ?? everything, words) },
    number: clamp(page.number, 1, 1_000_000),
    size: clamp(page.size, 1, 200),
  };
  const { number, size } = asked;
  const place = number > 1 ? placeOf(page) : undefined;
  const part = partOf(asked, place);
  const keys = names(orderOf(orderBy));
  const sorted = inOrder(keys, orderOf(orderBy));
  const { rows } = await sql<StoredRow & Figures>`
    ${part.isWhole ? sql`` : sql.raw(plannedForItsValues)}
    with read as materialized (${part.read}),
    listed as materialized (select * from read e where ${part.where}),
    page as materialized (
      select *, ${part.skipped} as skipped, ${part.goesOn} as "goesOn", ${part.next} as next,
        ${part.isLost} as "isLost", ${search === undefined ? sql`false` : isPartial(search)} as "isPart"
      from (
        select *, ${part.number}::integer as number from (
          select *, ${pagesOf(sql`total`, size)} as pages from (
            select *, ${part.total}::integer as total from (
              select (select count(*)::integer from read) as amount,
                (select count(*)::integer from listed) as found) a) t) p) n)
    select page.*, v.* from page left join lateral (
      select ${sql.join(keys)}, ${selected(columns)} from (
        select * from listed order by ${sorted} offset page.skipped limit ${size}) e) v on true
    order by ${sorted}`.execute(db);
  const [figures] = rows;
  if (figures === undefined) throw new TypeError('Figures are always selected.');
  if (figures.isLost) return listPage(db, { ...query, page: { number, size } });
  const { total, pages, isPart, goesOn, next } = figures;
  return {
    rows: rows.filter(({ id }) => id !== null).map((row) => toRow(columns, row)),
    ...{ total, pages, isPart, goesOn, size, number: figures.number },
    exact: !goesOn && !isPart,
    isScan: part.isScan && (goesOn || place !== undefined),
    next: next ?? undefined,
  };
}

interface Figures {
  readonly total: number;
  readonly pages: number;
  readonly number: number;
  readonly goesOn: boolean;
  readonly isPart: boolean;
  readonly next: string | null;
  /** The row that the page begins after is gone. */
  readonly isLost: boolean;
}

const placeOf = ({ after, before }: PageRequest): Place | undefined => {
  const id = after ?? before;
  return id === undefined ? undefined : { id, isBefore: after === undefined };
};

const clamp = (value: number, min: number, max: number): number =>
  Number.isFinite(value) ? Math.min(max, Math.max(min, Math.trunc(value))) : min;
