import { type RawBuilder, sql } from 'kysely';
import { relationTypeId } from '../permissions.ts';
import type { Property, PropertyValue } from '../property.ts';
import { type EntityType, entityTypes, type PropertyKey, type RelationTypeName } from '../schema.ts';

/** What conditions can ask of a column. */
export type ColumnKind = 'text' | 'number' | 'flag' | 'choice' | 'date' | 'moment' | 'related' | 'other';

/** A column of a pivot: where it comes from in SQL, and what it is for the program. `e` is the entity in every fragment. */
export interface Column<T> {
  readonly kind: ColumnKind;
  readonly source:
    | { readonly from: 'field'; readonly field: Field }
    | { readonly from: 'property'; readonly key: string; readonly property: Property<unknown> }
    | { readonly from: 'relation'; readonly end: RelationEnd }
    | { readonly from: 'sql' };
  /** Selects its value; `undefined` for properties, which come in one document. */
  readonly value: RawBuilder<unknown> | undefined;
  /** Sorts by it; `undefined` when that makes no sense. */
  readonly order: RawBuilder<unknown> | undefined;
  /** What an entity has to be like for each value that there is; for values that an index or a short list tells faster. */
  readonly choices?: Readonly<Record<string, RawBuilder<boolean> & { readonly probe?: RawBuilder<boolean> }>>;
  /** Turns what the driver gives into the value. Never throws. */
  readonly read: (stored: unknown) => T;
}

/** The names and types of a row. */
export type Columns = Readonly<Record<string, Column<unknown>>>;
export type RowOf<C extends Columns> = { readonly id: string } & {
  readonly [Name in keyof C]: C[Name] extends Column<infer T> ? T : never;
};

const fields = {
  name: { kind: 'text', sql: sql`e.name`, order: sql`lower(e.name)` },
  label: { kind: 'text', sql: sql`e.label`, order: sql`lower(e.label)` },
  sortOrder: { kind: 'number', sql: sql`e.sort_order`, order: sql`e.sort_order` },
  isActive: { kind: 'flag', sql: sql`e.is_active`, order: sql`e.is_active` },
  version: { kind: 'other', sql: sql`e.version`, order: undefined },
  createdAt: { kind: 'moment', sql: sql`e.created_at`, order: sql`e.created_at` },
  updatedAt: { kind: 'moment', sql: sql`e.updated_at`, order: sql`e.updated_at` },
} as const;

export type Field = keyof typeof fields;

interface FieldValues {
  name: string;
  label: string;
  sortOrder: number;
  isActive: boolean;
  version: string;
  createdAt: Date;
  updatedAt: Date;
}

/** A column of the entity itself. */
export function field<F extends Field>(name: F): Column<FieldValues[F]> {
  const { kind, sql: value, order } = fields[name];
  return { kind, source: { from: 'field', field: name }, value, order, read: (stored) => stored as FieldValues[F] };
}

const kinds: Readonly<Record<Property<unknown>['kind'], ColumnKind>> = {
  text: 'text',
  integer: 'number',
  flag: 'flag',
  choice: 'choice',
  reference: 'other',
  date: 'date',
  time: 'text',
  moment: 'date',
  json: 'other',
};

/** A property, as the schema of its type reads it. */
export function property<Type extends EntityType, Key extends PropertyKey<Type>>(
  type: Type,
  key: Key,
): Column<PropertyValue<(typeof entityTypes)[Type][Key]>> {
  const declared = (entityTypes[type] as unknown as Record<string, Property<PropertyValue<(typeof entityTypes)[Type][Key]>>>)[key];
  if (declared === undefined) throw new TypeError(`${type} has no property ${key}`);
  const kind = kinds[declared.kind];
  return {
    kind,
    source: { from: 'property', key, property: declared },
    value: undefined,
    order: kind === 'number' ? numberOf(key) : kind === 'other' ? undefined : sortText(key),
    read: (stored) => (typeof stored === 'string' ? (declared.parse(stored) ?? declared.standard) : declared.standard),
  };
}

/** What an index keeps of a property's text; enough to sort and to find by. */
export const indexed = (value: RawBuilder<unknown>) => sql`lower("left"(${value}, 128))`;

/**
 * Whether a value is exactly `text`, through that index. What follows from it is hidden from the planner, who would take it for one condition
 * more and expect almost nothing.
 */
export const isExactly = (value: RawBuilder<unknown>, text: string) =>
  sql<boolean>`${indexed(value)} = ${indexed(sql`${text}::text`)} and case when ${value} = ${text} then true else false end`;

const sortText = (key: string) =>
  sql`(select ${indexed(sql`s.value`)} from entity_properties s where s.entity_id = e.id and s.key = ${key})`;
const numberOf = (key: string) =>
  sql`(select case when s.value ~ '^[+-]?[0-9]{1,15}$' then s.value::bigint end from entity_properties s where s.entity_id = e.id and s.key = ${key})`;

/** The entity at the other end of a relation. */
export interface Related {
  readonly id: string;
  readonly name: string;
  readonly label: string;
}

/** Relations of a type, seen from the entity. */
export interface RelationEnd {
  readonly type: RelationTypeName;
  /** Whether the entity is their source. */
  readonly outgoing: boolean;
}

/** `from entities o join relations r …`: the entities at the other end. */
export const others = ({ type, outgoing }: RelationEnd) => sql`
  from relations r join entities o on o.id = ${outgoing ? sql`r.target_id` : sql`r.source_id`}
  where r.relation_type_id = ${relationTypeId(type)} and ${outgoing ? sql`r.source_id` : sql`r.target_id`} = e.id`;

/** All entities at the other end, by their order; the first thirty, since a list shows no more. */
export function labels(type: RelationTypeName, { outgoing = true }: { outgoing?: boolean } = {}): Column<readonly Related[]> {
  const end = { type, outgoing };
  const rows = sql`select o.id::text as id, o.name, o.label, o.sort_order ${others(end)} order by o.sort_order, o.id limit 30`;
  return {
    kind: 'related',
    source: { from: 'relation', end },
    value: sql`(select coalesce(json_agg(json_build_object('id', x.id, 'name', x.name, 'label', x.label) order by x.sort_order, x.id::bigint), '[]') from (${rows}) x)`,
    order: sql`(select min(lower(o.label)) ${others(end)})`,
    read: (stored) => stored as readonly Related[],
  };
}

/** The entity at the other end of a relation that exists once, or `null`. */
export function label(type: RelationTypeName, options: { outgoing?: boolean } = {}): Column<Related | null> {
  const { read, ...column } = labels(type, options);
  return { ...column, read: (stored) => (read(stored) as readonly Related[])[0] ?? null };
}

/** How many entities are at the other end. */
export function count(type: RelationTypeName, { outgoing = true }: { outgoing?: boolean } = {}): Column<number> {
  const value = sql`(select count(*)::int ${others({ type, outgoing })})`;
  return { kind: 'number', source: { from: 'sql' }, value, order: value, read: Number };
}

/** Anything else: a value of the entity `e`. */
export const computed = <T>(value: RawBuilder<T>, kind: ColumnKind = 'other'): Column<T> => ({
  kind,
  source: { from: 'sql' },
  value,
  order: kind === 'other' ? undefined : value,
  read: (stored) => stored as T,
});

/** One of several values: the first whose condition the entity `e` meets. */
export const choice = (choices: NonNullable<Column<string>['choices']>): Column<string | null> => {
  const cases = Object.entries(choices).map(([value, condition]) => sql`when ${condition} then ${sql.lit(value)}`);
  return { ...computed<string | null>(sql`case ${sql.join(cases, sql` `)} end`, 'choice'), choices };
};
