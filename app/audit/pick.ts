import { type RawBuilder, sql } from 'kysely';
import { plannedForItsValues } from '../db/named-statements.ts';
import { isIndexed, like, likeInPart, patternsOf, rowsWithWords } from '../ontology/list/index.ts';
import { peopleSearch } from '../people-search/index.ts';
import type { AuditFilter, Cursor } from './rules.ts';

/** Entries examined per page if there are several conditions. */
const mostLookedAt = 60;

/**
 * Maximum number of actions whose text matches the search and that are each followed by index; with
 * more of them, matches are close together anyway.
 */
const mostActions = 20;

/** Maximum number of users, found by name, whose entries are searched. */
const mostPeople = 5;

/** Users found by any text, of whom the names are then checked. */
const mostCalledSo = 45;

interface Asked {
  readonly filter: AuditFilter;
  readonly cursor: Cursor;
  readonly limit: number;
}

/**
 * Sequence numbers of all matching entries, nearest to the cursor first, at any distance: for an
 * export. The best plan depends on the search words: with a generic plan, a search of a million
 * entries took 8.8 s instead of 1.4 s.
 */
export function pickedAll({ filter, cursor, limit }: Asked): RawBuilder<unknown> {
  const { order } = directionOf(cursor);
  const rest = [...conditionsOf(filter), ...boundsOf(filter), ...placeOf(cursor)];
  if (filter.search === undefined)
    return sql`select l.seq from audit_log l where ${all(rest)} order by l.seq ${order} limit ${limit}`;
  const patterns = patternsOf(filter.search);
  return sql`${sql.raw(plannedForItsValues)} select l.seq from audit_log l where ${all(rest)} and (${saysSo(filter, patterns)}
      or l.actor_id = any(array(select id from entities where entity_type = 'user' and ${fits(patterns, (pattern) => like(sql`lower(label)`, pattern))})))
    order by l.seq ${order} limit ${limit}`;
}

/**
 * The tables `picked` (numbers of matching entries, nearest to the cursor) and `reached` (where the
 * next search must start, if this one ended before the page was full). Follows one index, or one
 * per kind of search, and examines no more entries than the limit of a page.
 */
export function pickedBriefly(asked: Asked): RawBuilder<unknown> {
  const { filter, cursor, limit } = asked;
  const { order, isNewer } = directionOf(cursor);
  const [first, ...others] = conditionsOf(filter);
  const patterns = patternsOf(filter.search ?? '');
  const isSearch =
    filter.search !== undefined &&
    patterns.every(isIndexed) &&
    actionsOf(filter).length <= mostActions;
  const rest = [
    ...(isSearch ? conditionsOf(filter) : others),
    ...(isSearch || filter.search === undefined
      ? []
      : [sql`(${saysSo(filter, patterns)} or ${actorFits(patterns)})`]),
  ];
  // A condition that the index alone answers needs no further check.
  const most = rest.length === 0 ? limit : Math.max(limit, mostLookedAt);
  const [column, value] = columnOf(filter);
  const conditions = first === undefined ? [] : [first];
  const alone =
    column === undefined || value === undefined
      ? nearest(conditions, asked, most)
      : along(column, value, asked, most);
  const ways = isSearch ? waysOfSearch(asked, patterns, most) : [alone];
  const ends = ways.map(
    (_, place) =>
      sql`select max(seq) as newest, min(seq) as oldest, count(*) as found from ${sql.ref(`way_${place}`)}`,
  );
  const horizon = isNewer ? sql`min(newest)` : sql`max(oldest)`;
  return sql`
    ${sql.join(ways.map((way, place) => sql`${sql.ref(`way_${place}`)} as materialized (${way})`))},
    horizon as materialized (select ${horizon} as seq from (${sql.join(ends, sql` union all `)}) ends where found >= ${sql.lit(most)}),
    looked as materialized (
      select seq from (${sql.join(
        ways.map((_, place) => sql`select seq from ${sql.ref(`way_${place}`)}`),
        sql` union `,
      )}) either
      where (select seq from horizon) is null or seq ${isNewer ? sql`<=` : sql`>=`} (select seq from horizon)),
    picked as materialized (${
      rest.length === 0
        ? sql`select seq from looked`
        : sql`
      select looked.seq from looked cross join lateral (select from audit_log l where l.seq = looked.seq and ${all(rest)} offset 0) fits`
    }
      order by seq ${order} limit ${limit}),
    reached as materialized (select seq from horizon where seq is not null and (select count(*) from picked) < ${limit}::int)`;
}

const directionOf = (cursor: Cursor) => {
  const isNewer = cursor !== undefined && 'after' in cursor;
  return { isNewer, order: isNewer ? sql`asc` : sql`desc` };
};

/**
 * The nearest entries with one value of an indexed column. The value is given as a range, so that
 * only this index has the required order: with an equality, the planner may read the log in its own
 * order, to its end if no entry has the value.
 */
const along = (
  column: RawBuilder<unknown>,
  value: RawBuilder<unknown>,
  { filter, cursor }: Asked,
  most: number,
) => {
  const { order, isNewer } = directionOf(cursor);
  return sql`select l.seq from audit_log l where ${all([sql`${column} between ${value} and ${value}`, ...boundsOf(filter), ...placeOf(cursor)])}
    order by ${column} ${isNewer ? sql`desc` : sql`asc`}, l.seq ${order} limit ${sql.lit(most)}`;
};

const familyOf = sql`split_part(l.action, '.', 1)`;

/**
 * The column and value of the first condition of `conditionsOf`, if it is one value of one column.
 */
function columnOf({
  family,
  action,
  outcome,
  actor,
  targetType,
  targetId,
}: AuditFilter): readonly RawBuilder<unknown>[] {
  if (targetId !== undefined) return [];
  if (actor !== undefined) return [sql`l.actor_id`, sql`${actor}::bigint`];
  if (outcome !== undefined && outcome !== 'success') return [];
  if (targetType !== undefined) return [sql`l.target_type`, sql`${targetType}::text`];
  if (action !== undefined) return [sql`l.action`, sql`${action}::text`];
  return family === undefined ? [] : [familyOf, sql`${family}::text`];
}

/** The nearest entries that meet the conditions, along the index of one of them. */
const nearest = (
  conditions: readonly RawBuilder<unknown>[],
  { filter, cursor }: Asked,
  most: number,
) =>
  sql`select l.seq from audit_log l where ${all([...conditions, ...boundsOf(filter), ...placeOf(cursor)])}
    order by l.seq ${directionOf(cursor).order} limit ${sql.lit(most)}`;

/** By target name, by action text, and by user: each through its own index. */
function waysOfSearch(
  asked: Asked,
  patterns: readonly string[],
  most: number,
): readonly RawBuilder<unknown>[] {
  const { filter } = asked;
  const named = fits(patterns, (pattern) => sql`lower(u.label) like ${pattern}`);
  const people = sql`
    select u.id from (${rowsWithWords(peopleSearch, filter.search ?? '', mostCalledSo)}) u where ${named} limit ${sql.lit(mostPeople)}`;
  const actions = actionsOf(filter);
  const byAction = actions.map(
    (action) => sql`(${along(sql`l.action`, sql`${action}::text`, asked, most)})`,
  );
  const { order } = directionOf(asked.cursor);
  return [
    byText(asked, patterns, most),
    // Each in index order, so that they are merged only as far as needed.
    ...(byAction.length === 0
      ? []
      : [
          sql`select seq from (${sql.join(byAction, sql` union all `)}) said order by seq ${order} limit ${sql.lit(most)}`,
        ]),
    sql`select c.seq from (${people}) who
      cross join lateral (${along(sql`l.actor_id`, sql`who.id`, asked, most)}) c order by c.seq ${order} limit ${sql.lit(most)}`,
  ];
}

/**
 * Lengths of the ranges in the index over entry texts, as powers of two
 * (app/db/migrations/0003_audit.ts).
 */
const stretches = [7, 10, 13, 16, 19] as const;

/**
 * Searches one range after another, away from the cursor: a trigram index is read to its end,
 * however few rows are needed, but within one range that is little. Three to ten ranges of a
 * length, then the next length, so that a range is at most three times as long as all before it: a
 * word with too few matches for a page up to there is rare in it.
 */
function byText(
  { filter, cursor }: Asked,
  patterns: readonly string[],
  most: number,
): RawBuilder<unknown> {
  const { order, isNewer } = directionOf(cursor);
  const wanted = all([
    fits(patterns, (pattern) => likeInPart(textOf, [pattern])),
    ...boundsOf(filter),
    ...placeOf(cursor),
  ]);
  const parts = stretches.map((power, place) => {
    const [from, to] = [
      sql`(select ${sql.ref(`turn_${place}`)} from turns)`,
      sql`(select ${sql.ref(`turn_${place + 1}`)} from turns)`,
    ];
    // The next length starts at a multiple of eight of this one. The order is a sum, so that no
    // plan reads the whole log in order to check each entry's range.
    const range = isNewer
      ? sql`${from}, (${to} << 3) - 1, 1`
      : sql`${from} - 1, greatest(0, ${to} << 3), -1`;
    return sql`select c.seq from generate_series(${range}) stretch cross join lateral (
      select l.seq from audit_log l where (l.seq >> ${sql.lit(power)}) = stretch and ${wanted}
      order by l.seq + 0 ${order}) c`;
  });
  return sql`with turns as materialized (${turnsFrom(cursor, isNewer)})
    select seq from (${sql.join(parts, sql` union all `)}) found limit ${sql.lit(most)}`;
}

/**
 * Where each length starts, counted in ranges of that length: `turn_0` for the shortest, and so on;
 * the last one is the end of all.
 */
function turnsFrom(cursor: Cursor, isNewer: boolean): RawBuilder<unknown> {
  const [shortest] = stretches;
  const head = sql`(select seq from audit_head)`;
  const start =
    cursor === undefined
      ? head
      : 'after' in cursor
        ? sql`${cursor.after}::bigint + 1`
        : sql`${cursor.before}::bigint - 1`;
  const first = sql`(select (${start} >> ${sql.lit(shortest)}) ${isNewer ? sql`` : sql`+ 1`} as at) turn_0`;
  const later = stretches
    .slice(1)
    .map(
      (_, place) =>
        sql`lateral (select (${sql.ref(`turn_${place}.at`)} ${isNewer ? sql`+ 10` : sql`- 3`}) >> 3 as at) ${sql.ref(`turn_${place + 1}`)}`,
    );
  // Far enough: the longest are counted up to the head, or down to the first entry.
  const end = isNewer ? sql`(${head} >> ${sql.lit(stretches.at(-1))} >> 3) + 1` : sql`-1::bigint`;
  const names = stretches.map(
    (_, place) => sql`${sql.ref(`turn_${place}.at`)} as ${sql.ref(`turn_${place}`)}`,
  );
  return sql`select ${sql.join(names)}, ${end} as ${sql.ref(`turn_${stretches.length}`)} from ${sql.join([first, ...later])}`;
}

const textOf = sql`lower(l.actor_name || ' ' || coalesce(l.target_label, ''))`;

/** Whether a value matches one of several patterns. */
const fits = (
  patterns: readonly string[],
  one: (pattern: string) => RawBuilder<unknown>,
): RawBuilder<unknown> => sql`(${sql.join(patterns.map(one), sql` or `)})`;

/** Whether an entry's own texts contain the search. */
const saysSo = (filter: AuditFilter, patterns: readonly string[]) =>
  sql`${fits(patterns, (pattern) => like(textOf, pattern))} or l.action = any(${actionsOf(filter)}::text[])`;

const actorFits = (patterns: readonly string[]) =>
  sql`exists (select from entities u where u.id = l.actor_id and ${fits(patterns, (pattern) => sql`lower(u.label) like ${pattern}`)} offset 0)`;

const actionsOf = ({ searchActions = [] }: AuditFilter) => [...searchActions];

const placeOf = (cursor: Cursor): readonly RawBuilder<unknown>[] =>
  cursor === undefined
    ? []
    : ['after' in cursor ? sql`l.seq > ${cursor.after}` : sql`l.seq < ${cursor.before}`];

/**
 * The conditions on an entry, most selective first: the log is read along the index of the first.
 */
function conditionsOf({
  family,
  action,
  outcome,
  actor,
  targetType,
  targetId,
}: AuditFilter): readonly RawBuilder<unknown>[] {
  const isTarget = targetType !== undefined && targetId !== undefined;
  const isSetback = outcome !== undefined && outcome !== 'success';
  // A literal, because the planner must see that the partial index of failures applies.
  const setback = sql`l.outcome = ${sql.lit(outcome)}`;
  return [
    ...(isTarget ? [sql`(l.target_type = ${targetType} and l.target_id = ${targetId})`] : []),
    ...(targetId !== undefined && !isTarget ? [sql`l.target_id = ${targetId}`] : []),
    ...(actor === undefined ? [] : [sql`l.actor_id = ${actor}`]),
    ...(isSetback ? [sql`(${setback} and l.outcome <> 'success')`] : []),
    ...(targetType === undefined || isTarget ? [] : [sql`l.target_type = ${targetType}`]),
    ...(action === undefined ? [] : [sql`l.action = ${action}`]),
    ...(family === undefined ? [] : [sql`${familyOf} = ${family}`]),
    ...(outcome === undefined || isSetback ? [] : [setback]),
  ];
}

const boundsOf = ({ from, until }: AuditFilter): readonly RawBuilder<unknown>[] => [
  ...(from === undefined ? [] : [sql`l.seq >= ${firstSince(from)}`]),
  ...(until === undefined ? [] : [sql`l.seq <= ${lastBefore(until)}`]),
];

// Timestamps never decrease in the log, so days are a range of sequence numbers and one order
// serves both.
const firstSince = (moment: Date) =>
  sql`(select d.seq from audit_log d where d.at >= ${moment} order by d.at, d.seq limit 1)`;
const lastBefore = (moment: Date) =>
  sql`(select d.seq from audit_log d where d.at < ${moment} order by d.at desc, d.seq desc limit 1)`;

const all = (conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  conditions.length === 0 ? sql`true` : sql.join([...conditions], sql` and `);
