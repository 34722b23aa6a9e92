import { type RawBuilder, sql } from 'kysely';
import { endsOf } from '../../db/seed/content/relation-types.ts';
import { endOfDay, standardTimeZone, startOfDay } from '../../time-zone.ts';
import { relationTypeId } from '../permissions.ts';
import type { EntityType } from '../schema.ts';
import { beginning, hasBeginnings } from './beginning.ts';
import { isCalled } from './called.ts';
import { type Column, type Columns, indexed, others, type RelationEnd } from './column.ts';
import { isTelling } from './like.ts';
import type { OrderBy } from './order.ts';
import { escaped, holdersOf, soughtInParts, waysToPeople } from './ways.ts';

export { escaped } from './ways.ts';

/**
 * What the entity `e` has to be like. It may have a second form, `probe`, that asks one entity at a time and that the planner can't
 * turn into anything else: for a walk in order that ends after a page. And a third, `atMost`, that ends early but still finds as many as
 * the limit, when there are: for counting so far. `early` tells `(id, ord)` of the best of them, for when there are more than anybody reads.
 */
export type Condition = RawBuilder<boolean> & {
  readonly probe?: RawBuilder<boolean>;
  /** Indices through which they are found. Each way leads to all of them. */
  readonly ways?: readonly Way[];
  /** How many there are, where that is kept. */
  readonly total?: RawBuilder<number>;
  readonly atMost?: (limit: number) => RawBuilder<boolean>;
  readonly early?: (limit: number, orderBy: OrderBy | undefined) => RawBuilder<unknown> | undefined;
};

/** An index that leads to what a condition asks for, and maybe to more. */
export interface Way {
  /** `select id …`, as many as the limit: all, or some of too many. */
  readonly ids: (limit: number) => RawBuilder<unknown>;
  /** Otherwise it leads to some of them only, because too much would have to be looked at. @default always */
  readonly when?: RawBuilder<boolean>;
  /** Better ones, when there are too many. */
  readonly best?: (limit: number) => RawBuilder<unknown>;
  /** `(id, missing, ord)` in the order of labels, from a row on: exactly what the condition asks for. */
  readonly byLabel?: (walk: { readonly place: string | undefined; readonly down: boolean; readonly most: number }) => RawBuilder<unknown>;
}

/** A condition of one's own with the indices that lead to what it asks for. */
export const through = <T extends RawBuilder<boolean>>(condition: T, found: Pick<Condition, 'ways' | 'total'>): T & typeof found =>
  Object.assign(condition, found);

export const everything: Condition = sql<boolean>`true`;
const nothing: Condition = sql<boolean>`false`;

export const and = (...conditions: readonly Condition[]): Condition => {
  const ways = conditions.flatMap((condition) => condition.ways ?? []);
  return joined(conditions, sql` and `, everything, ways);
};
export const or = (...conditions: readonly Condition[]): Condition => {
  const first = conditions.filter((condition) => condition !== nothing).map(({ ways = [] }) => ways[0]);
  const ids = (limit: number) =>
    sql`select id from (${sql.join(
      first.map((way) => sql`(${way?.ids(limit)})`),
      sql` union all `,
    )}) either limit ${sql.lit(limit)}`;
  const gates = first.flatMap((way) => way?.when ?? []);
  const way = { ids, ...(gates.length === 0 ? {} : { when: sql<boolean>`(${sql.join(gates, sql` and `)})` }) };
  return joined(conditions, sql` or `, nothing, first.includes(undefined) ? [] : [way]);
};
export const not = (condition: Condition): Condition => both((form) => sql<boolean>`not (${form(condition)})`);

/** The form of a condition that asks one entity at a time. */
export const probeOf = (condition: Condition): RawBuilder<boolean> => condition.probe ?? condition;

function joined(conditions: readonly Condition[], by: RawBuilder<unknown>, empty: Condition, ways: readonly Way[]): Condition {
  const telling = conditions.filter((condition) => condition !== empty);
  const [first] = telling;
  if (first === undefined) return empty;
  if (telling.length === 1) return first;
  return Object.assign(
    both((form) => sql<boolean>`(${sql.join(telling.map(form), by)})`),
    ways.length === 0 ? {} : { ways },
  );
}

const both = (make: (form: (condition: Condition) => RawBuilder<boolean>) => RawBuilder<boolean>): Condition =>
  Object.assign(
    make((condition) => condition),
    { probe: make(probeOf) },
  );

/** `offset 0` changes nothing but that the planner leaves an `exists` where it stands. */
const exists = (query: RawBuilder<unknown>): Condition =>
  Object.assign(sql<boolean>`exists (${query})`, { probe: sql<boolean>`exists (${query} offset 0)` });

/** Whether a column holds `text` somewhere, whatever its case. */
export const contains = (column: Column<unknown>, text: string): Condition => matches(column, `%${escaped(text)}%`);
/** Whether a column begins with `text`, whatever its case. */
export const startsWith = (column: Column<unknown>, text: string): Condition => matches(column, `${escaped(text)}%`);

function matches({ source, value }: Column<unknown>, pattern: string): Condition {
  if (source.from === 'relation') return someOther(source.end, sql`lower(o.label) like ${pattern}`);
  if (source.from !== 'property') return sql<boolean>`lower(${value ?? sql`null`}) like ${pattern}`;
  return hasProperty(source.key, sql`lower(p.value) like ${pattern}`);
}

/** Whether a column is `text`, whatever its case. A property that isn't there counts as its standard; a relation compares names. */
export function equals(column: Column<unknown>, text: string): Condition {
  const { source, value, kind, choices } = column;
  if (choices !== undefined) return Object.hasOwn(choices, text) ? (choices[text] ?? nothing) : nothing;
  if (source.from === 'relation') return relatedTo(source.end, { name: text });
  if (source.from !== 'property') {
    if (kind === 'flag') return sql<boolean>`${value ?? sql`null`} = ${text === 'true'}`;
    if (kind === 'number') return sql<boolean>`${value ?? sql`null`} = ${text}::bigint`;
    return sql<boolean>`lower(${value ?? sql`null`}) = lower(${text})`;
  }
  const begins = sql`${indexed(sql`p.value`)} = ${indexed(sql`${text}::text`)}`;
  // What the index holds of a shorter text is all of it; asking twice would make the planner expect almost nothing.
  const same = hasProperty(source.key, text.length < 128 ? begins : sql`${begins} and lower(p.value) = lower(${text})`);
  const { property } = source;
  return property.format(property.standard) === text ? or(same, not(hasProperty(source.key, sql`true`))) : same;
}

/**
 * Compares moments and days, YYYY-MM-DD (spec lists#filters). A moment is of a day on the reader's
 * calendar; a property that is a day is that day everywhere.
 */
export function compareDay(
  { source, value }: Column<unknown>,
  operator: 'before' | 'after' | 'on',
  day: string,
  timeZone = standardTimeZone,
): Condition {
  const { from, to } = { from: sql`${day}`, to: sql`${nextDay(day)}` };
  if (source.from === 'property') {
    const texts = { before: sql`p.value < ${from}`, after: sql`p.value >= ${to}`, on: sql`p.value >= ${from} and p.value < ${to}` };
    return hasProperty(source.key, sql`p.value ~ '^[0-9]{4}-' and ${texts[operator]}`);
  }
  const moment = value ?? sql`null`;
  const start = sql`${startOfDay(day, timeZone)}::timestamptz`;
  const end = sql`${endOfDay(day, timeZone)}::timestamptz`;
  const moments = {
    before: sql`${moment} < ${start}`,
    after: sql`${moment} >= ${end}`,
    on: sql`${moment} >= ${start} and ${moment} < ${end}`,
  };
  return sql<boolean>`(${moments[operator]})`;
}

const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** Compares numbers; what isn't one doesn't match. */
export function compareNumber({ order }: Column<unknown>, operator: 'less' | 'more' | 'equals', number: number): Condition {
  const signs = { less: sql`<`, more: sql`>`, equals: sql`=` };
  return sql<boolean>`coalesce(${order ?? sql`null`} ${signs[operator]} ${number}, false)`;
}

/** Whether some entity is at the other end of a relation; of a name, of an id, or any. */
export function relatedTo({ type, outgoing }: RelationEnd, other: { readonly name?: string; readonly id?: string } = {}): Condition {
  const [here, there] = outgoing ? [sql`r.source_id`, sql`r.target_id`] : [sql`r.target_id`, sql`r.source_id`];
  const types = endsOf(type)[outgoing ? 'targets' : 'sources'];
  // Looked up by type and name first: the rest is a walk of the index over relation types and their ends.
  const ofName = sql`array(select o.id from entities o where o.entity_type = any(${types}::text[]) and o.name = ${other.name})`;
  const named = other.name === undefined ? sql`` : sql` and ${there} = any(${ofName})`;
  const id = other.id === undefined ? sql`` : sql` and ${there} = ${other.id}`;
  const condition = exists(sql`select from relations r where r.relation_type_id = ${relationTypeId(type)} and ${here} = e.id${named}${id}`);
  const isRole = type === 'has_role' && outgoing && (other.name !== undefined || other.id !== undefined);
  return isRole ? through(condition, holdersOf(other)) : condition;
}

/**
 * Whether `text` is somewhere in one of the columns; each word has to be. The longest word is looked up, column by column, since an `or`
 * over several tables could use none of their indices; the others are asked of what was found.
 * @param type of the list, so that only its own entities are looked through
 */
export function search(columns: readonly Column<unknown>[], text: string, type?: EntityType): Condition {
  const words = text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 8)
    .toSorted((one, other) => other.length - one.length);
  const [longest, ...others] = words;
  if (longest === undefined) return everything;
  const somewhere = (word: string): Condition => or(...columns.map((column) => contains(column, word)));
  const among = (each: (ids: RawBuilder<unknown>) => RawBuilder<unknown>) =>
    sql<boolean>`e.id in (${sql.join(
      columns.map((column) => each(found(column, `%${escaped(longest)}%`, type))),
      sql` union all `,
    )})`;
  const lookedUp: Condition = Object.assign(
    among((ids) => ids),
    {
      probe: probeOf(somewhere(longest)),
      // Planned as if all of it were wanted: for a few of unknown many, the planner would rather read everything.
      atMost: (limit: number) => among((ids) => sql`(with ids as materialized (${ids}) select * from ids limit ${sql.lit(limit)})`),
    },
  );
  const typed = text.trim().toLowerCase().split(/\s+/);
  // Some type the last name first.
  const forms = new Set([typed.join(' '), ...(typed.length === 2 ? [typed.toReversed().join(' ')] : [])]);
  // The order of labels is that of the indices; in any other one it is better to walk.
  const early: Condition['early'] = (limit, orderBy) => {
    if (!hasBeginnings(type) || orderBy?.column.source.from !== 'field' || orderBy.column.source.field !== 'label') return undefined;
    const begin = [...forms].map((form) => sql`(${beginning(columns, type, form, limit, orderBy)})`);
    return sql`select b.id, b.ord from (${sql.join(begin, sql` union all `)}) b limit ${sql.lit(limit)}`;
  };
  // Of two letters no index knows where they are: where there is another word, that leads.
  const telling = words.filter((word) => isTelling(`%${escaped(word)}%`));
  const leading = (telling.length > 0 ? telling : words).slice(0, 2);
  const condition = and(lookedUp, ...others.map((word) => probeOf(somewhere(word))));
  return Object.assign(
    condition,
    { early },
    hasBeginnings(type) ? { ways: leading.map((word) => soughtInParts(columns, word, words)) } : {},
  );
}

/** Ids of the entities whose column matches a pattern; without a type, of any. */
function found({ source, value }: Column<unknown>, pattern: string, type: EntityType | undefined): RawBuilder<unknown> {
  if (source.from === 'property') {
    return sql`select p.entity_id from entity_properties p where p.key = ${source.key} and lower(p.value) like ${pattern}`;
  }
  // A literal: an index over one type is of use only when the planner sees which.
  const ofType = type === undefined ? sql`` : sql`e.entity_type = ${sql.lit(type)} and `;
  // People have indices of their own, each over one of the two.
  const telling = type === 'user' ? sql`` : sql`${isCalled('e', pattern)} and `;
  if (source.from === 'field')
    return sql`select e.id from entities e where ${ofType}${telling}lower(${value ?? sql`null`}) like ${pattern}`;
  throw new TypeError('A search looks into names, labels and properties.');
}

/** The active ones. */
export const active: Condition = sql<boolean>`e.is_active`;

const hasProperty = (key: string, condition: RawBuilder<unknown>): Condition =>
  exists(sql`select from entity_properties p where p.entity_id = e.id and p.key = ${key} and ${condition}`);

const someOther = (end: RelationEnd, condition: RawBuilder<unknown>): Condition => exists(sql`select ${others(end)} and ${condition}`);

/** A filter as a form builds it (spec lists#filters): conditions and one level of groups. */
export interface FilterTree {
  readonly logic: 'and' | 'or';
  readonly conditions: readonly { readonly field: string; readonly op: string; readonly value: string }[];
  readonly groups?: readonly Omit<FilterTree, 'groups'>[];
}

/**
 * The condition of a checked filter; of a type, with the indices that lead to what it asks for. Throws for a field or operator that the
 * columns don't have: whoever parses says so before.
 * @param timeZone whose days the filter means. @default UTC
 */
export function fromFilter(
  columns: Columns,
  { logic, conditions, groups = [] }: FilterTree,
  type?: EntityType,
  timeZone?: string,
): Condition {
  const filled = groups.filter((group) => group.conditions.length > 0);
  const parts = [
    ...conditions.map((one) => fromOne(columns, one, { type, timeZone })),
    ...filled.map((group) => fromFilter(columns, group, type, timeZone)),
  ];
  return parts.length === 0 ? everything : logic === 'and' ? and(...parts) : or(...parts);
}

function fromOne(
  columns: Columns,
  { field, op, value }: FilterTree['conditions'][number],
  { type, timeZone }: { readonly type: EntityType | undefined; readonly timeZone: string | undefined },
): Condition {
  const column = Object.hasOwn(columns, field) ? columns[field] : undefined;
  const make = Object.hasOwn(operators, op) ? operators[op as keyof typeof operators] : undefined;
  if (column === undefined || make === undefined) throw new TypeError(`No condition ${field} ${op}`);
  const condition = make(column, value, timeZone);
  const ways = type === 'user' && condition.ways === undefined ? waysToPeople({ column, operator: op, text: value, condition }) : [];
  return ways.length === 0 ? condition : through(condition, { ways });
}

const operators = {
  contains,
  not_contains: (column: Column<unknown>, text: string) => not(contains(column, text)),
  equals: (column: Column<unknown>, text: string) =>
    column.kind === 'number' ? compareNumber(column, 'equals', Number(text)) : equals(column, text),
  not_equals: (column: Column<unknown>, text: string) => not(equals(column, text)),
  starts_with: startsWith,
  is: (column: Column<unknown>, text: string) => equals(column, text),
  is_not: (column: Column<unknown>, text: string) => not(equals(column, text)),
  before: (column: Column<unknown>, day: string, zone?: string) => compareDay(column, 'before', day, zone),
  after: (column: Column<unknown>, day: string, zone?: string) => compareDay(column, 'after', day, zone),
  on: (column: Column<unknown>, day: string, zone?: string) => compareDay(column, 'on', day, zone),
  less: (column: Column<unknown>, number: string) => compareNumber(column, 'less', Number(number)),
  more: (column: Column<unknown>, number: string) => compareNumber(column, 'more', Number(number)),
} as const;
