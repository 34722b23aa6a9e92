import { type RawBuilder, sql } from 'kysely';
import { type Condition, everything, probeOf, type Way } from './condition.ts';
import { againstOrder, inOrder, type OrderBy } from './order.ts';
import { keyOf, lackingKey, type Walk, walk } from './walk.ts';

/**
 * A whole list is counted out so far by the number of its page; further down one gets from page to page, or from the end. By role each row
 * costs several.
 */
const countedOut = (orderBy: OrderBy | undefined): number => (orderBy?.column.source.from === 'relation' ? 25 : 75);

/** A filter is followed so far, and a list that is walked is looked through so far; a page that is longer, as far as itself. */
const enough = 45;

export interface BriefQuery {
  readonly type: string;
  readonly where: Condition;
  readonly orderBy: OrderBy | undefined;
  readonly number: number;
  readonly size: number;
  readonly after: string | undefined;
  readonly before: string | undefined;
}

/**
 * The tables `shown` (how many there are, and which page this is) and `picked` (ids of its rows
 * with their places) for a page that looks at no more than some hundred rows, whatever it is asked
 * for (docs/decisions/025-one-statement-per-list.md).
 */
export const briefly = (query: BriefQuery): RawBuilder<unknown> => (query.where === everything ? whole(query) : filtered(query));

/** Rows of a page in their order; `from` where there is one. */
const placed = (from: RawBuilder<unknown>, orderBy: OrderBy | undefined, size: number, offset: RawBuilder<unknown>) => sql`
  select id, row_number() over (order by ${inOrder(orderBy)}) as place from ${from} c
  order by ${inOrder(orderBy)} limit ${size} offset ${offset}`;

/** How many there are of a type, as triggers keep it. */
const kept = (type: string) => sql<number>`(select coalesce(sum(t.amount), 0)::int from entity_tallies t where t.entity_type = ${type})`;

const placeOf = ({ number, after, before }: BriefQuery): string | undefined => (number < 2 ? undefined : (after ?? before));

/** A list without filter: from the row that one was at, else from its beginning or, where that is nearer, from its end. */
function whole(query: BriefQuery): RawBuilder<unknown> {
  const { type, orderBy, number, size, after } = query;
  const place = placeOf(query);
  const reach = Math.max(size, countedOut(orderBy));
  const deepest = Math.floor(reach / size);
  const left = sql<number>`(select total - (number - 1) * ${size}::int from shown)`;
  const way = { type, orderBy, left: place === undefined ? sql<number>`(select total from shown)` : left };
  const wanted = sql`least(${number}::int, greatest(1, ceil(k.total::numeric / ${size}::int))::int)`;
  const isCountedOut = place !== undefined || number <= deepest;
  // Nobody knows where in a list those begin who lack what it is sorted by.
  const hasEnd = orderBy?.column.source.from !== 'property';
  const fromEnd = sql`${hasEnd} and k.total - (${wanted} - 1) * ${size}::int <= ${reach}::int`;
  const shown = sql`shown as materialized (
    select k.total, true as exact, false as is_part, false as goes_on, ${isCountedOut ? wanted : sql`case when ${fromEnd} then ${wanted} else least(${wanted}, ${deepest}::int) end`} as number
    from (select ${kept(type)} as total) k)`;
  if (place !== undefined) {
    const rows = walk({ ...way, place, backwards: after === undefined, most: size, when: sql`true` });
    return sql`${shown}, picked as (${placed(rows, orderBy, size, sql`0`)})`;
  }
  const offset = sql`(select (number - 1) * ${size}::int from shown)`;
  if (isCountedOut) {
    const rows = walk({ ...way, place, backwards: false, most: number * size, when: sql`true` });
    return sql`${shown}, picked as (${placed(rows, orderBy, size, offset)})`;
  }
  const isNear = sql<boolean>`(select number from shown) <= ${sql.lit(deepest)}`;
  const front = walk({ ...way, place, backwards: false, most: deepest * size, when: isNear });
  const back = !hasEnd
    ? sql`(select e.id, false as missing, null::text as ord from entities e where false)`
    : walk({ ...way, place, backwards: true, most: reach, when: sql`not ${isNear}` });
  const last = sql`(select id, missing, ord from (select b.*, row_number() over (order by ${againstOrder(orderBy)}) as back from ${back} b) b
    where b.back <= ${left} and b.back > ${left} - ${size}::int)`;
  return sql`${shown}, picked as ((${placed(front, orderBy, size, offset)}) union all (${placed(last, orderBy, size, sql`0`)}))`;
}

/**
 * What a filter asks for. An index that leads to few is followed to its end: those, sorted, are all there are. Where all lead to many,
 * the list is walked in order and each row asked, since the next that fits is rarely far. Where it is far, what was found on the way and
 * what the best index gives first are shown as a part. What isn't needed isn't begun, and few rows need no second look.
 */
function filtered(query: BriefQuery): RawBuilder<unknown> {
  const { type, where, orderBy, size, after } = query;
  const most = Math.max(enough, size);
  const place = placeOf(query);
  const isBefore = place !== undefined && after === undefined;
  const number = place === undefined ? Math.min(query.number, Math.ceil(most / size)) : query.number;
  const end = place === undefined ? number * size : size;
  const [one, other] = where.ways ?? [];
  // Words that are far in the order of a list are far for everybody who seeks them, unless no index knows of them.
  const isWalked = where.early === undefined || one?.when !== undefined;
  const [key, lacking] = [keyOf(type, orderBy), lackingKey(orderBy)];
  // Words of this statement itself are written into it: what is put together anew for each page should be little.
  const isMany = (rows: string) => sql.raw<boolean>(`(select count(*) from ${rows}) > ${most}`);
  const leads = (rows: 'one' | 'other', way: Way | undefined) =>
    way === undefined ? sql`` : sql`when ${way.when ?? sql`true`} and not ${isMany(rows)} then ${sql.raw(`'${rows}'`)}`;
  const isLed = (...by: readonly string[]) => sql.raw<boolean>(`(select by in (${by.map((rows) => `'${rows}'`).join()}) from led)`);
  const count = (rows: string) => sql.raw<number>(`(select count(*) from ${rows})`);
  // One word alone is what the index was asked for; with others, and with a filter, each has to be asked.
  const isExact = where.early !== undefined && one?.best === undefined;
  // Row by row: turned round, a join would read everybody to see who is among the few.
  const those = (ids: RawBuilder<unknown>, gate: RawBuilder<boolean>) => sql`
    select e.id, e.key is null as missing, ${lacking === undefined ? sql`e.key` : sql`coalesce(e.key, e.lacking)`} as ord
    from (select id from (${ids}) found where ${gate} group by id) found cross join lateral (
      select e.id, ${key} as key, ${lacking ?? sql`null`} as lacking from entities e
      where e.id = found.id and e.entity_type = ${type} and ${isExact ? sql`true` : probeOf(where)} offset 0) e`;
  // Where many have all words, some of those that were found by one of them fill a page; the best are sought only where they don't.
  const sampled = one?.best === undefined ? sql`select * from walked where false` : those(sql`select id from one`, isLed('part'));
  const isShort = sql`${count('sampled')} < ${sql.lit(size)}`;
  const best =
    one?.best === undefined ? sql`select id from one limit ${sql.lit(most)}` : sql`select id from (${one.best(most)}) b where ${isShort}`;
  const walked = sql`looked as materialized (select * from ${lookedThrough(query, { place, most, backwards: isBefore })} l),
    walked as materialized (
      select l.id, l.missing, l.ord from looked l
        cross join lateral (select from entities e where e.id = l.id and ${probeOf(where)} offset 0) e
      limit ${sql.lit(isBefore ? end : end + 1)})`;
  return sql`
    begins as materialized (${where.early?.(most + 1, orderBy) ?? sql`select e.id, ${key} as ord from entities e where false`}),
    one as materialized (${idsOf(one, most)}),
    other as materialized (${idsOf(other, most)}),
    ${isWalked ? walked : sql`walked as materialized (select e.id, false as missing, ${key} as ord from entities e where false)`},
    led as materialized (select case
      when ${isMany('begins')} then 'begins'
      ${leads('one', one)}
      ${leads('other', other)}
      ${isWalked ? sql`when ${count('walked')} >= ${sql.lit(end)} or ${count('looked')} < ${sql.lit(most)} then 'walk'` : sql``}
      else 'part' end as by),
    sampled as materialized (${sampled}),
    listed as materialized (
      (select id, false as missing, ord from begins where ${isLed('begins')} limit ${sql.lit(most)})
      union ${those(sql`select id from one where ${isLed('one')} union all select id from other where ${isLed('other')}`, isLed('one', 'other'))}
      union select * from walked where ${isLed('walk', ...(isWalked ? ['part'] : []))}
      union select * from sampled
      union ${those(sql`(${best}) union all select id from begins`, isLed('part'))}),
    shown as materialized (select
      ${where.total ?? sql`case when ${isLed('walk')} then ${place === undefined ? 0 : (number - 1) * size}::int + least(${end}::int, ${count('walked')}) else ${count('listed')} end::int`} as total,
      ${where.total === undefined ? sql`(${isLed('one', 'other')} or ${isLed('walk')} and ${!isBefore} and ${count('walked')} <= ${sql.lit(end)})` : sql`true`} as exact,
      ${isLed('part')} as is_part,
      ${isLed('walk')} and (${isBefore} or ${count('walked')} > ${sql.lit(end)}) as goes_on,
      ${place === undefined ? sql`least(${number}::int, greatest(1, ceil(${count('listed')}::numeric / ${size}::int)))::int` : sql`${number}::int`} as number),
    picked as (${placed(sql`listed`, orderBy, size, place === undefined ? sql`(select (number - 1) * ${size}::int from shown)` : sql`0`)})`;
}

const idsOf = (way: Way | undefined, most: number) =>
  way === undefined ? sql`select null::bigint as id where false` : sql`select w.id from (${way.ids(most + 1)}) w(id)`;

/** Rows in order that are asked: of those that an index gives in the order of labels, where the list has that order. */
function lookedThrough({ type, where, orderBy }: BriefQuery, { place, most, backwards }: Pick<Walk, 'place' | 'most' | 'backwards'>) {
  const { source } = orderBy?.column ?? {};
  const isByLabel = source?.from === 'field' && source.field === 'label';
  const byLabel = isByLabel ? where.ways?.find((way) => way.byLabel !== undefined)?.byLabel : undefined;
  const down = (orderBy?.descending === true) !== backwards;
  return byLabel?.({ place, down, most }) ?? walk({ type, orderBy, place, backwards, most, when: sql`true` });
}
