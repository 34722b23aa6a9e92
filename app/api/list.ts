import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/database.ts';
import type { Result } from './operation.ts';
import { chosen, type PartQuery, partOf } from './schema.ts';

export interface ListQuery {
  /** `x as y, …` */
  readonly select: RawBuilder<unknown>;
  /** `entities e …` */
  readonly from: RawBuilder<unknown>;
  readonly where: RawBuilder<unknown>;
  /** Whole numbers that increase along the list; the last is unique. */
  readonly order: readonly RawBuilder<unknown>[];
  /** They decrease instead, so that an index over them is read from its end. @default false */
  readonly falls?: boolean;
}

/**
 * The response of a list: the part that a query asks for, in one statement. By page number with the
 * total, or from a position, at the same cost for any depth.
 */
export async function listResult<Row>(
  db: Db,
  { select, from, where, order, falls = false }: ListQuery,
  filter: PartQuery & { readonly fields?: string | undefined },
  show: (row: Row) => object,
): Promise<Result> {
  const { page, size, after } = partOf(filter);
  const keys = sql.join([...order]);
  const fits = after?.length === order.length;
  const sorted = sql.join(order.map((key) => (falls ? sql`${key} desc` : key)));
  const than = falls ? sql`<` : sql`>`;
  const beyond =
    after === undefined
      ? sql``
      : fits
        ? sql`and (${keys}) ${than} (${sql.join(after.map((value) => sql`${value}::bigint`))})`
        : sql`and false`;
  const offset = after === undefined ? sql`offset ${(page - 1) * size}` : sql``;
  const total =
    after === undefined
      ? sql`(select count(*)::integer from ${from} where ${where})`
      : sql`null::integer`;
  const place = sql.join(
    order.map((key) => sql`(${key})::text`),
    sql` || '.' || `,
  );
  const { rows } = await sql<Row & { _total: number | null; _place: string | null; _row: number }>`
    select c.total as "_total", x.* from (select ${total} as total) c left join lateral (
      select ${place} as "_place", row_number() over (order by ${sorted}) as "_row", ${select}
      from ${from} where ${where} ${beyond} order by ${sorted} limit ${size + 1} ${offset}) x on true
    order by x."_row"`.execute(db);
  const found = rows.filter(({ _place }) => _place !== null);
  const shown = found.slice(0, size);
  const items = shown.map((row) => chosen(show(row), filter.fields));
  const next = found.length > size ? (shown.at(-1)?._place ?? null) : null;
  // Only a list by page number is counted.
  const count = rows[0]?._total ?? null;
  if (count === null)
    return { body: { items, page: null, per_page: size, total: null, next }, next };
  return {
    body: { items, page, per_page: size, total: count, next },
    ...{ next, pages: { at: page, last: Math.max(1, Math.ceil(count / size)) } },
  };
}
