import { type RawBuilder, sql } from 'kysely';
import type { Db } from './database.ts';

/** One page of the rows of a table. */
export interface CountedPage<Row> {
  readonly rows: readonly Row[];
  /** How many match, as far as they were counted. */
  readonly total: number;
  /** `false` if there are more than `total`. */
  readonly exact: boolean;
  /** The page that this is: the last one, when the one asked for is beyond it. */
  readonly number: number;
}

interface CountedQuery {
  /** `from … where …`: the rows that match. */
  readonly from: RawBuilder<unknown>;
  /** The columns of a row; one is `id`. */
  readonly columns: RawBuilder<unknown>;
  readonly orderBy: RawBuilder<unknown>;
  /** Columns that only the rows of the page need, as `line`, or that are about the whole table. */
  readonly more?: RawBuilder<unknown>;
  readonly page: number;
  readonly size: number;
}

const countedUpTo = 1_000;

/**
 * One page of a table, in one statement. Lists of entities are read by `listPage`.
 * @returns the page, and the columns of `more` that are about the whole table
 */
export async function countedPage<Row extends { readonly id: string }, Facts = unknown>(
  db: Db,
  { from, columns, orderBy, more, page, size }: CountedQuery,
): Promise<CountedPage<Row> & { readonly facts: Partial<Facts> }> {
  const { rows } = await sql<Partial<Row> & Partial<Facts> & { found: number; place: number }>`
    with matching as (select ${from} limit ${countedUpTo + 1}),
    page as (
      select found, least(${page}::integer, greatest(1, ceil(least(found, ${countedUpTo}) / ${size}::float8)))::integer as place
      from (select count(*)::integer as found from matching) counted)
    select page.*, line.* ${more === undefined ? sql`` : sql`, ${more}`} from page left join lateral (
      select ${columns} ${from} order by ${orderBy}
      limit ${size} offset (page.place - 1) * ${size}::integer) line on true`.execute(db);
  const { found = 0, place = 1 } = rows[0] ?? {};
  return {
    rows: rows.filter((row): row is Row & (typeof rows)[number] => row.id !== null),
    total: Math.min(found, countedUpTo),
    exact: found <= countedUpTo,
    number: place,
    facts: rows[0] ?? {},
  };
}
