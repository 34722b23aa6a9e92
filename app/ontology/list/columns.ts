import { type RawBuilder, sql } from 'kysely';
import { relationTypeId } from '../permissions.ts';
import type { Property, PropertyValue } from '../property.ts';
import type { EntityType, RelationTypeName } from '../schema.ts';
import type { Condition } from './condition.ts';

/** The kinds of values that conditions can test in a column. */
export type ColumnKind =
  | 'text'
  | 'number'
  | 'flag'
  | 'choice'
  | 'date'
  | 'moment'
  | 'related'
  | 'other';

/** A column of a list: its SQL, in which `e` is the entity, and its value in the app. */
export interface Column<T> {
  readonly kind: ColumnKind;
  readonly source:
    | { readonly from: 'field' }
    | { readonly from: 'property'; readonly property: Property<unknown> }
    | { readonly from: 'relation'; readonly end: RelationEnd }
    | { readonly from: 'sql' };
  readonly value: RawBuilder<unknown>;
  /** Sort expression; `undefined` if the column cannot be sorted. */
  readonly order: RawBuilder<unknown> | undefined;
  /** Where the sort expression is kept, if it is not a value of the entity itself. */
  readonly kept?: {
    readonly join: RawBuilder<unknown>;
    /** The entity's id there, in the same index. */
    readonly id: RawBuilder<unknown>;
  };
  /** The condition on an entity for each possible value. */
  readonly choices?: Readonly<Record<string, Condition>>;
  /** A longer text with a trigram index that includes this one (`searchedIn`). */
  readonly within?: RawBuilder<unknown>;
  /** Converts the driver's value. Never throws. */
  readonly read: (stored: unknown) => T;
}

/** Names and types of a row. */
export type Columns = Readonly<Record<string, Column<unknown>>>;
export type RowOf<C extends Columns> = { readonly id: string } & {
  readonly [Name in keyof C]: C[Name] extends Column<infer T> ? T : never;
};

/** A column of the entity itself. */
export const field = <Name extends keyof typeof fields>(name: Name): (typeof fields)[Name] =>
  fields[name];

const ofEntity = <T>(
  kind: ColumnKind,
  value: RawBuilder<unknown>,
  order: RawBuilder<unknown> | undefined = value,
): Column<T> => ({
  ...{ kind, value, order },
  source: { from: 'field' },
  read: (stored) => stored as T,
});

const fields = {
  name: ofEntity<string>('text', sql`e.name`, sql`lower(e.name)`),
  label: ofEntity<string>('text', sql`e.label`, sql`lower(e.label)`),
  sortOrder: ofEntity<number>('number', sql`e.sort_order`),
  isActive: ofEntity<boolean>('flag', sql`e.is_active`),
  version: { ...ofEntity<string>('other', sql`e.version`), order: undefined },
  createdAt: ofEntity<Date>('moment', sql`e.created_at`),
  updatedAt: ofEntity<Date>('moment', sql`e.updated_at`),
};

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

/** SQL text of a property. Keys are literals, as in the indices. */
const textOf = (key: string) => sql<string>`(e.properties ->> ${sql.lit(key)})`;

/** The part of a text that an index stores, in lower case. */
const indexed = (value: RawBuilder<unknown>) => sql<string>`lower("left"(${value}, 128))`;

const numberIn = (value: RawBuilder<unknown>) =>
  sql<string>`case when ${value} ~ '^[+-]?[0-9]{1,15}$' then ${value}::bigint end`;

/**
 * A property, as declared by its type.
 * @param properties of the entity type, as `entityTypes.user`
 */
export function property<
  P extends Readonly<Record<string, Property<unknown>>>,
  Key extends keyof P & string,
>(properties: P, key: Key): Column<PropertyValue<P[Key]>> {
  const declared = properties[key] as unknown as Property<PropertyValue<P[Key]>>;
  const [kind, value] = [kinds[declared.kind], textOf(key)];
  const order = kind === 'number' ? numberIn(value) : kind === 'other' ? undefined : indexed(value);
  return {
    ...{ kind, value, order },
    source: { from: 'property', property: declared },
    read: (stored) =>
      typeof stored === 'string'
        ? (declared.parse(stored) ?? declared.standard)
        : declared.standard,
  };
}

/** The entity at the other end of a relation. */
export interface Related {
  readonly id: string;
  readonly name: string;
  readonly label: string;
}

/** Relations of a type that lead from the entity. */
export interface RelationEnd {
  readonly type: RelationTypeName;
  /** Type of the entities at the other end, if it is always the same. */
  readonly to?: EntityType | undefined;
}

/** `from relations r join entities o …`: the entities at the other end. */
export const others = ({ type }: RelationEnd) => sql`
  from relations r join entities o on o.id = r.target_id
  where r.relation_type_id = ${relationTypeId(type)} and r.source_id = e.id`;

/** All entities at the other end, in their order; the first thirty, as many as a list shows. */
export function labels(
  type: RelationTypeName,
  { to }: Pick<RelationEnd, 'to'> = {},
): Column<readonly Related[]> {
  const end = { type, to };
  return {
    kind: 'related',
    source: { from: 'relation', end },
    value: sql`(
      select coalesce(json_agg(json_build_object('id', x.id::text, 'name', x.name, 'label', x.label)
        order by x.sort_order, x.id), '[]')
      from (select o.id, o.name, o.label, o.sort_order ${others(end)} order by o.sort_order, o.id limit 30) x)`,
    order: sql`(select min(lower(o.label)) ${others(end)})`,
    read: (stored) => stored as readonly Related[],
  };
}

/** Any other value of the entity `e`. */
export const computed = <T>(value: RawBuilder<T>, kind: ColumnKind = 'other'): Column<T> => ({
  kind,
  source: { from: 'sql' },
  value,
  order: kind === 'other' ? undefined : value,
  read: (stored) => stored as T,
});

/** One of several values: the first whose condition the entity `e` meets. */
export const choice = (choices: NonNullable<Column<string>['choices']>): Column<string | null> => {
  const cases = Object.entries(choices).map(
    ([value, condition]) => sql`when ${condition} then ${sql.lit(value)}`,
  );
  const value = sql<string | null>`case ${sql.join(cases, sql` `)} end`;
  return { ...computed(value, 'choice'), choices };
};

/** A row as queried: `id` and the columns under generated names `c0`, `c1` … */
export type StoredRow = { readonly id: string } & Readonly<Record<string, unknown>>;

/** `e.id, … as c0, …`: generated names allow columns called `id` or `total`. */
export const selected = (columns: Columns) =>
  sql.join([
    sql`e.id`,
    ...Object.values(columns).map(({ value }, place) => sql`${value} as ${sql.id(`c${place}`)}`),
  ]);

export function toRow<C extends Columns>(columns: C, stored: StoredRow): RowOf<C> {
  const entries = Object.entries(columns).map(([name, { read }], place) => [
    name,
    read(stored[`c${place}`]),
  ]);
  return { ...Object.fromEntries(entries), id: stored.id } as RowOf<C>;
}
