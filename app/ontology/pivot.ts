import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/database.ts';
import { briefly } from './pivot/brief.ts';
import type { Column, Columns, RowOf } from './pivot/column.ts';
import { type Condition, everything, probeOf } from './pivot/condition.ts';
import { type Cursor, candidates, found, inOrder, type OrderBy, sortedBy } from './pivot/order.ts';
import { isWalked } from './pivot/walk.ts';
import type { EntityType } from './schema.ts';

export { beginning } from './pivot/beginning.ts';
export { isCalled } from './pivot/called.ts';
export {
  type Columns,
  choice,
  computed,
  count,
  field,
  isExactly,
  label,
  labels,
  property,
  type Related,
  type RowOf,
} from './pivot/column.ts';
export * from './pivot/condition.ts';
export { peopleInParts } from './pivot/in-parts.ts';
export { isIndexed, like, likeInPart, patternsOf } from './pivot/like.ts';
export type { Cursor, OrderBy } from './pivot/order.ts';
export { alongLabels } from './pivot/walk.ts';
export { holders } from './pivot/ways.ts';

/**
 * What a filter finds is counted so far, exactly: as far as the first of these that is beyond the page and the next one. Counting further
 * costs more than anybody learns from it; such a list is to be narrowed, or read by `pivotSlice`. A whole list is never counted: its
 * total is kept.
 */
export const countedUpTo = [200, 500, 1_000] as const;
const most = countedUpTo[2];

export interface PivotQuery<C extends Columns> {
  readonly type: EntityType;
  readonly columns: C;
  /** @default everything */
  readonly where?: Condition;
  /** @default the entities' own order */
  readonly orderBy?: OrderBy;
}

/** Which rows of a list. A page beyond the end is the last one (spec lists#pages). */
export interface PageRequest {
  /** From 1. */
  readonly number: number;
  /** Rows a page, at most 200. */
  readonly size: number;
  /** The last row of the page before, or the first of the page after: a whole list in the order of a field goes on from there. */
  readonly after?: string | undefined;
  readonly before?: string | undefined;
  /** Looks at no more than some hundred rows; what that leaves out is said. @default false */
  readonly isBrief?: boolean;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** How many there are, as far as they were counted. */
  readonly total: number;
  /** `false`: there are more than `total`, or at least as many. */
  readonly exact: boolean;
  /** Some of many that fit: not the first, and not all. Only a brief page may be such. */
  readonly isPart: boolean;
  /** There is a page after this one, whatever the total says, to be reached from its last row. */
  readonly goesOn: boolean;
  /** The page that this is. */
  readonly number: number;
  readonly pages: number;
  readonly size: number;
}

/** One page of a list in one statement: rows, total and the number of the page. A row that is gone makes it two. */
export const pivot = <const C extends Columns>(db: Db, query: PivotQuery<C> & { readonly page: PageRequest }): Promise<Page<RowOf<C>>> => {
  const size = clamp(query.page.size, 1, 200);
  const isBrief = query.page.isBrief === true && isWalked(query.type, query.orderBy);
  return isBrief ? briefPage(db, query, size) : thoroughPage(db, query, size);
};

/** However many rows have to be looked at. */
async function thoroughPage<const C extends Columns>(
  db: Db,
  query: PivotQuery<C> & { readonly page: PageRequest },
  size: number,
): Promise<Page<RowOf<C>>> {
  const { type, columns, where = everything, orderBy, page } = query;
  const isWhole = where === everything;
  const wanted = clamp(page.number, 1, isWhole ? 1_000_000 : Math.ceil(most / size));
  const bound = countedUpTo.find((each) => each >= (wanted + 1) * size) ?? most;
  const early = where.early?.(bound + 1, orderBy);
  const place = isWhole ? placeOf(page, orderBy) : undefined;
  const from = place !== undefined ? goOn(place, size) : isWhole ? walk : early === undefined ? adaptive : counted;
  const reach = isWhole ? sql`total` : sql`least(total, ${sql.lit(bound)})`;
  const { rows } = await sql<StoredRow & { total: number; number: number }>`
    with ${isWhole ? kept(type) : early === undefined ? matching(type, where, orderBy, bound) : beginningOrMatching(early, type, where, orderBy, bound)},
    shown as (
      select total, least(${wanted}::int, greatest(1, ceil(${reach}::numeric / ${size}::int))::int) as number from counted),
    picked as (
      select id, row_number() over (order by ${inOrder(orderBy)}) as place from ${from({ type, where, orderBy, most: roundUp(wanted) * size, bound })} c
      order by ${inOrder(orderBy)} limit ${size} offset ${place === undefined ? sql`(select (number - 1) * ${size}::int from shown)` : sql`0`})
    select s.total, s.number, v.* from shown s left join lateral (
      select p.place, ${values(columns)} from picked p join entities e on e.id = p.id) v on true
    order by v.place`.execute(db);
  const { total = 0, number = 1 } = rows[0] ?? {};
  const isFull = rows.length === size || (page.after !== undefined && rows[0]?.id !== null);
  if (place !== undefined && !isFull) return thoroughPage(db, { ...query, page: { number: page.number, size } }, size);
  const known = isWhole ? total : Math.min(total, bound);
  return {
    rows: rows.filter((row) => row.id !== null).map((row) => toRow(columns, row)),
    total: known,
    exact: known === total,
    isPart: false,
    goesOn: false,
    number,
    pages: Math.max(1, Math.ceil(known / size)),
    size,
  };
}

/** The same, looking at few rows. A place that is gone, or has too little before it, makes it two statements. */
async function briefPage<const C extends Columns>(
  db: Db,
  query: PivotQuery<C> & { readonly page: PageRequest },
  size: number,
): Promise<Page<RowOf<C>>> {
  const { type, columns, where = everything, orderBy, page } = query;
  const { after, before } = page;
  const wanted = clamp(page.number, 1, 1_000_000);
  const { rows } = await sql<StoredRow & BriefRow>`
    with ${briefly({ type, where, orderBy, number: wanted, size, after, before })}
    select s.total, s.exact, s.is_part as "isPart", s.goes_on as "goesOn", s.number, v.* from shown s left join lateral (
      select p.place, ${values(columns)} from picked p join entities e on e.id = p.id) v on true
    order by v.place`.execute(db);
  const { total = 0, exact = true, isPart = false, goesOn = false, number = 1 } = rows[0] ?? {};
  const found = rows.filter((row) => row.id !== null);
  const leadsNowhere = after === undefined ? before !== undefined && found.length < size : found.length === 0;
  if (leadsNowhere && wanted > 1) return briefPage(db, { ...query, page: { number: wanted, size, isBrief: true } }, size);
  return {
    rows: found.map((row) => toRow(columns, row)),
    ...{ total, exact, isPart: isPart || (exact && found.length < Math.min(size, total - (number - 1) * size)), goesOn, number, size },
    pages: Math.max(1, Math.ceil(total / size)),
  };
}

type BriefRow = Pick<Page<unknown>, 'total' | 'exact' | 'isPart' | 'goesOn' | 'number'>;

/** How many there are of a type, as triggers keep it. */
const kept = (type: string) =>
  sql`counted as materialized (select coalesce(sum(t.amount), 0)::int as total from entity_tallies t where t.entity_type = ${type})`;

/** What a filter finds, one beyond the bound, with what it is sorted by. */
const foundBy = (type: string, where: Condition, orderBy: OrderBy | undefined, bound: number, gate = sql<boolean>`true`) => sql`
  select ${sortedBy(orderBy)} from entities e where ${gate} and e.entity_type = ${type} and ${where.atMost?.(bound + 1) ?? where} limit ${sql.lit(bound + 1)}`;

const countedOf = sql`counted as materialized (select count(*)::int as total from matched)`;

const matching = (...what: Parameters<typeof foundBy>) => sql`matched as materialized (${foundBy(...what)}), ${countedOf}`;

/** When more than are counted begin with the words, those; otherwise all that the filter finds. One of the two isn't begun. */
function beginningOrMatching(early: RawBuilder<unknown>, type: string, where: Condition, orderBy: OrderBy | undefined, bound: number) {
  const many = sql<boolean>`(select count(*) from begins) > ${sql.lit(bound)}`;
  return sql`begins as materialized (${early}), matched as materialized (
    select id, ord from begins where ${many} union all (${foundBy(type, where, orderBy, bound, sql`not ${many}`)})), ${countedOf}`;
}

interface Source {
  readonly type: string;
  readonly where: Condition;
  readonly orderBy: OrderBy | undefined;
  readonly most: number;
  readonly bound: number;
}

/** In order along an index, as far as the page. */
const walk = ({ type, orderBy, most }: Source) => candidates({ type, where: everything, orderBy, after: undefined, most });

interface Place {
  readonly id: string;
  readonly column: Column<unknown>;
  /** The way to go, which is against the order for the page before. */
  readonly descending: boolean;
}

/** Properties and relations may be missing, so an id doesn't tell where in their order one was. */
function placeOf({ number, after, before }: PageRequest, orderBy: OrderBy | undefined): Place | undefined {
  const id = after ?? before;
  if (orderBy === undefined || id === undefined || orderBy.column.source.from !== 'field' || number < 2) return undefined;
  return { id, column: orderBy.column, descending: (orderBy.descending ?? false) !== (after === undefined) };
}

/** The rows after a row, which is asked what it is sorted by now. */
const goOn =
  ({ id, column, descending }: Place, size: number) =>
  ({ type }: Source) => {
    const key = sql`(select ${column.order ?? sql`null`} from entities e where e.id = ${id} and e.entity_type = ${type})`;
    return candidates({ type, where: everything, orderBy: { column, descending }, after: { key, id }, most: size });
  };

/** No more than those that were counted, in order. */
const counted = () => found(sql`matched`, sql`true`);

/**
 * A filter that finds few: those, sorted. One that finds more than are counted: a walk in order that asks each entity, since the next
 * one that fits is never far. The planner can't know which it will be, so both are in the statement, and one of them isn't begun.
 */
function adaptive({ type, where, orderBy, most, bound }: Source) {
  const few = sql<boolean>`(select total from counted) <= ${sql.lit(bound)}`;
  const many = sql<boolean>`(select total from counted) > ${sql.lit(bound)} and ${probeOf(where)}`;
  return sql`(${found(sql`matched`, few)} union all ${candidates({ type, where: many, orderBy, after: undefined, most })})`;
}

export interface Slice<Row> {
  readonly rows: readonly Row[];
  /** Where the next slice begins; `undefined` at the end. */
  readonly next: Cursor | undefined;
}

/** The rows after a row, in one statement, however far down the list: for exports, feeds and endless lists. */
export async function pivotSlice<const C extends Columns>(
  db: Db,
  {
    type,
    columns,
    where = everything,
    orderBy,
    after,
    size,
  }: PivotQuery<C> & { readonly after?: Cursor | undefined; readonly size: number },
): Promise<Slice<RowOf<C>>> {
  const source = candidates({ type, where: after === undefined ? where : probeOf(where), orderBy, after, most: size + 1 });
  const { rows } = await sql<StoredRow & { key: string | null }>`
    with picked as (select id, key, row_number() over (order by ${inOrder(orderBy)}) as place from ${source} c limit ${sql.lit(size + 1)})
    select p.key, p.place, ${values(columns)} from picked p join entities e on e.id = p.id order by p.place`.execute(db);
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  return {
    rows: shown.map((row) => toRow(columns, row)),
    next: rows.length > size && last !== undefined ? { key: last.key, id: last.id } : undefined,
  };
}

/** One entity with the same columns, in one statement; `undefined` when there is none of this type. */
export async function pivotOne<const C extends Columns>(
  db: Db,
  { type, columns, id }: { readonly type: EntityType; readonly columns: C; readonly id: string },
): Promise<RowOf<C> | undefined> {
  const { rows } = await sql<StoredRow>`
    select ${values(columns)} from entities e where e.id = ${id} and e.entity_type = ${type}`.execute(db);
  return rows[0] && toRow(columns, rows[0]);
}

type StoredRow = { readonly id: string; readonly properties: Readonly<Record<string, string>> } & Readonly<Record<string, unknown>>;

/** The selected values of `e`: properties come as one document, one walk of an index for all of them. */
function values(columns: Columns) {
  const keys = Object.values(columns).flatMap(({ source }) => (source.from === 'property' ? [source.key] : []));
  const properties =
    keys.length === 0
      ? sql`'{}'::json as properties`
      : sql`(select coalesce(json_object_agg(q.key, q.value), '{}') from entity_properties q where q.entity_id = e.id and q.key = any(${keys}::text[])) as properties`;
  const selected = Object.entries(columns).flatMap(([name, { value }], place) =>
    value === undefined ? [] : [sql`${value} as ${sql.id(columnName(name, place))}`],
  );
  return sql.join([sql`e.id`, properties, ...selected]);
}

/** A name of its own: `id` or `total` may be a column's name, too. */
const columnName = (_name: string, place: number): string => `c${place}`;

function toRow<C extends Columns>(columns: C, stored: StoredRow): RowOf<C> {
  const entries = Object.entries(columns).map(([name, { source, read }], place) => [
    name,
    read(source.from === 'property' ? stored.properties[source.key] : stored[columnName(name, place)]),
  ]);
  return { ...Object.fromEntries(entries), id: stored.id } as RowOf<C>;
}

const clamp = (value: number, min: number, max: number): number =>
  Number.isFinite(value) ? Math.min(max, Math.max(min, Math.trunc(value))) : min;

/** To 1, 2, 5, 10, 20 … pages: the limit is part of the statement's text, and few texts are few prepared statements. */
function roundUp(pages: number): number {
  const scale = 10 ** Math.floor(Math.log10(pages));
  return ([1, 2, 5, 10].find((step) => step * scale >= pages) ?? 10) * scale;
}
