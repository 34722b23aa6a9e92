import { type RawBuilder, sql } from 'kysely';
import { endOfDay, standardTimeZone, startOfDay } from '../../time-zone.ts';
import { format } from '../property.ts';
import { type Column, type Columns, others, type RelationEnd } from './columns.ts';
import { and, type Condition, everything, not, nothing, or, scanned } from './condition.ts';
import { knownId } from './known.ts';
import { escaped, like, mark } from './words.ts';

/** Active entities. */
export const active: Condition = sql<boolean>`e.is_active`;

/** Whether a column contains `text`, ignoring case. */
export const contains = (column: Column<unknown>, text: string): Condition =>
  fits(column, `%${escaped(text)}%`);

/** Whether a column starts with `text`, ignoring case. */
export function startsWith(column: Column<unknown>, text: string): Condition {
  const begins = fits(column, `${escaped(text)}%`);
  if (column.source.from !== 'field') return begins;
  // The range lets a list in this order start at the first match.
  return sql<boolean>`(${column.order ?? column.value} >= lower(${text}) and ${begins})`;
}

function fits({ source, value, within }: Column<unknown>, pattern: string): Condition {
  if (source.from === 'relation') return someOther(source.end, sql`lower(o.label) like ${pattern}`);
  const own = like(sql`lower(${value})`, pattern);
  if (within === undefined) return own;
  return inside(within, pattern.startsWith('%') ? pattern : `%${mark} ${pattern}`, own);
}

/**
 * A condition on one of the texts that are indexed together. It is hidden from the planner, which
 * would otherwise multiply both selectivities and expect almost no rows.
 */
function inside(within: RawBuilder<unknown>, pattern: string, own: Condition): Condition {
  const around = like(within, pattern);
  const both = sql<boolean>`(${around} and case when ${own} then true else false end)`;
  return around.isScanned ? scanned(both) : both;
}

/**
 * Whether a column equals `text`, ignoring case. A missing property counts as its default; a
 * relation compares names.
 */
export function equals(column: Column<unknown>, text: string): Condition {
  const { source, value, kind, choices, within } = column;
  if (choices !== undefined)
    return Object.hasOwn(choices, text) ? (choices[text] ?? nothing) : nothing;
  if (source.from === 'relation') return relatedTo(source.end, { name: text });
  if (source.from !== 'property') {
    if (kind === 'flag') return sql<boolean>`${value} = ${text === 'true'}`;
    if (kind === 'number') return sql<boolean>`${value} = ${text}::bigint`;
    // A range: with an equality, the planner may read all entities in the order of their ids.
    return sql<boolean>`lower(${value}) between lower(${text}) and lower(${text})`;
  }
  const same = sql<boolean>`lower(${value}) = lower(${text})`;
  if (format(source.property.standard) === text) return or(same, sql<boolean>`${value} is null`);
  return within === undefined ? same : inside(within, `%${mark} ${escaped(text)}%`, same);
}

/**
 * Compares dates and moments with a day, YYYY-MM-DD (spec lists#filters). A moment belongs to a day
 * in the reader's time zone; a date property is the same day everywhere.
 */
export function compareDay(
  { source, value }: Column<unknown>,
  operator: 'before' | 'after' | 'on',
  day: string,
  timeZone = standardTimeZone,
): Condition {
  const isText = source.from === 'property';
  const from = isText ? sql`${day}` : sql`${startOfDay(day, timeZone)}::timestamptz`;
  const to = isText ? sql`${nextDay(day)}` : sql`${endOfDay(day, timeZone)}::timestamptz`;
  const compared = {
    before: sql`${value} < ${from}`,
    after: sql`${value} >= ${to}`,
    on: sql`${value} >= ${from} and ${value} < ${to}`,
  };
  return isText
    ? sql<boolean>`(${value} ~ '^[0-9]{4}-' and ${compared[operator]})`
    : sql<boolean>`(${compared[operator]})`;
}

const nextDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** Compares numbers; other values never match. */
export function compareNumber(
  { order, value }: Column<unknown>,
  operator: 'less' | 'more' | 'equals',
  number: number,
): Condition {
  const signs = { less: sql`<`, more: sql`>`, equals: sql`=` };
  return sql<boolean>`coalesce(${order ?? value} ${signs[operator]} ${number}, false)`;
}

/** Whether a related entity exists at the other end: of a name, of an id, or any. */
export function relatedTo(
  end: RelationEnd,
  other: { readonly name?: string; readonly id?: string } = {},
): Condition {
  const type = knownId('relation_type', end.type);
  const related = sql`select from relations r where r.relation_type_id = ${type} and r.source_id = e.id`;
  if (other.id !== undefined)
    return sql<boolean>`exists (${related} and r.target_id = ${other.id}::bigint)`;
  if (other.name === undefined) return sql<boolean>`exists (${related})`;
  if (end.to === undefined) return someOther(end, sql`o.name = ${other.name}`);
  return sql<boolean>`exists (${related} and r.target_id = ${knownId(end.to, other.name)})`;
}

const someOther = (end: RelationEnd, condition: RawBuilder<unknown>): Condition =>
  sql<boolean>`exists (select ${others(end)} and ${condition})`;

/** A filter as a form builds it (spec lists#filters): conditions and one level of groups. */
export interface FilterTree {
  readonly logic: 'and' | 'or';
  readonly conditions: readonly {
    readonly field: string;
    readonly op: string;
    readonly value: string;
  }[];
  readonly groups?: readonly Omit<FilterTree, 'groups'>[];
}

/**
 * Converts a filter over columns, by the names that the form uses. An empty group does not narrow
 * the list. Throws for an unknown field or operator, which the form's schema must refuse.
 */
export function fromFilter(columns: Columns, filter: FilterTree, timeZone?: string): Condition {
  const join = filter.logic === 'and' ? and : or;
  const groups = (filter.groups ?? []).filter(({ conditions }) => conditions.length > 0);
  const all = [
    ...filter.conditions.map((condition) => one(columns, condition, timeZone)),
    ...groups.map((group) => fromFilter(columns, group, timeZone)),
  ];
  return all.length === 0 ? everything : join(...all);
}

function one(
  columns: Columns,
  { field, op, value }: FilterTree['conditions'][number],
  timeZone: string | undefined,
): Condition {
  const column = Object.hasOwn(columns, field) ? columns[field] : undefined;
  const make = Object.hasOwn(operators, op) ? operators[op as keyof typeof operators] : undefined;
  if (column === undefined || make === undefined)
    throw new TypeError(`No condition ${field} ${op}`);
  return make(column, value, timeZone);
}

type Operator = (column: Column<unknown>, text: string, timeZone?: string) => Condition;
const same: Operator = (column, text) =>
  column.kind === 'number' ? compareNumber(column, 'equals', Number(text)) : equals(column, text);

const operators = {
  contains,
  not_contains: (column, text) => not(contains(column, text)),
  equals: same,
  not_equals: (column, text) => not(equals(column, text)),
  starts_with: startsWith,
  is: equals,
  is_not: (column, text) => not(equals(column, text)),
  before: (column, day, zone) => compareDay(column, 'before', day, zone),
  after: (column, day, zone) => compareDay(column, 'after', day, zone),
  on: (column, day, zone) => compareDay(column, 'on', day, zone),
  less: (column, number) => compareNumber(column, 'less', Number(number)),
  more: (column, number) => compareNumber(column, 'more', Number(number)),
} as const satisfies Record<string, Operator>;
