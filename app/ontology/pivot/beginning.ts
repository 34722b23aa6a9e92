import { type RawBuilder, sql } from 'kysely';
import type { EntityType } from '../schema.ts';
import { type Column, indexed } from './column.ts';

/** Types whose names have the indices that this takes (app/db/migrations/0013_beginnings.ts). */
const types: ReadonlySet<EntityType> = new Set(['user']);

const bytes = (value: RawBuilder<unknown>): RawBuilder<unknown> => sql`${value} collate "C"`;
const label = bytes(sql`lower(e.label)`);
const lastWord = bytes(sql`lower(substring(e.label from '[^ ]+$'))`);
const name = bytes(sql`lower(e.name)`);
const email = bytes(indexed(sql`k.value`));

/** Ranges rather than patterns: a plan that is kept doesn't know the words, and could use no index for them. */
const begins = (value: RawBuilder<unknown>, words: string): RawBuilder<boolean> =>
  sql<boolean>`(${value} >= ${words} and ${value} < ${beyond(words)})`;

const beyond = (words: string): string => `${words}\u{10FFFF}`;

/**
 * The same, as a walk in the order of an index wants it. Two ends of one range are expected to hold next to nothing, which is then fetched
 * whole and sorted; an end that compares two columns is not, so the index is walked and left after the limit.
 */
const between = ([first, second]: Way['order'], words: string): RawBuilder<boolean> =>
  sql<boolean>`(${first.value} >= ${words} and (${first.value}, ${second.value}) < (${beyond(words)}, ${second.least}))`;

interface Key {
  readonly value: RawBuilder<unknown>;
  /** Nothing comes before it. */
  readonly least: RawBuilder<unknown>;
}

const text = (value: RawBuilder<unknown>): Key => ({ value, least: sql`''` });
const id = (value: RawBuilder<unknown>): Key => ({ value, least: sql`0` });

/** One way to entities that begin with the words, through its own index. */
interface Way {
  readonly is: RawBuilder<boolean>;
  readonly from: RawBuilder<unknown>;
  /** The columns of the index. */
  readonly order: readonly [Key, Key, ...Key[]];
}

function waysOf(columns: readonly Column<unknown>[], type: EntityType, words: string): readonly Way[] {
  // A literal: the indices are of one type, which the planner has to see.
  const entities = sql`entities e where e.entity_type = ${sql.lit(type)}`;
  return columns.flatMap(({ source }): readonly Way[] => {
    if (source.from === 'field' && source.field === 'label') {
      const whole: Way = { is: begins(label, words), from: entities, order: [text(label), id(sql`e.id`)] };
      const last: Way = { is: begins(lastWord, words), from: entities, order: [text(lastWord), text(label), id(sql`e.id`)] };
      return words.includes(' ') ? [whole] : [whole, last];
    }
    if (source.from === 'field' && source.field === 'name')
      return [{ is: begins(name, words), from: entities, order: [text(name), id(sql`e.id`)] }];
    if (source.from !== 'property' || source.key !== 'email') return [];
    const properties = sql`entity_properties k join entities e on e.id = k.entity_id and e.entity_type = ${sql.lit(type)} where k.key = 'email'`;
    return [{ is: begins(email, words), from: properties, order: [text(email), id(sql`k.entity_id`)] }];
  });
}

/** Ids of people whose label, name or address begins with `words`, in small letters; `undefined` for any other column. */
export function beginIds(column: Column<unknown>, words: string): ((limit: number) => RawBuilder<unknown>) | undefined {
  const [way] = waysOf([column], 'user', words);
  if (way === undefined) return undefined;
  const by = way.order.map(({ value }) => value);
  return (limit) => sql`select e.id from ${way.from} and ${between(way.order, words)} order by ${sql.join(by)} limit ${sql.lit(limit)}`;
}

/** Whether there are indices for how the columns of a type begin. */
export const hasBeginnings = (type: EntityType | undefined): type is EntityType => type !== undefined && types.has(type);

/**
 * `(id, ord)` of entities whose label, the last word of it, name or address begins with `words`: those with such a label first, each once,
 * and no more than the limit are looked at. They come by their labels, which they are sorted by.
 * @param words in small letters
 */
export function beginning(
  columns: readonly Column<unknown>[],
  type: EntityType,
  words: string,
  limit: number,
  { descending = false }: { readonly descending?: boolean } = {},
): RawBuilder<unknown> {
  const direction = descending ? sql`desc` : sql`asc`;
  const ways = waysOf(columns, type, words);
  const found = ways.map(({ from, order }, place) => {
    const before = ways.slice(0, place).map((way) => sql` and ${way.is} is not true`);
    const by = order.map(({ value }) => sql`${value} ${direction}`);
    return sql`(select e.id, lower(e.label) as ord from ${from} and ${between(order, words)}${sql.join(before, sql``)}
      order by ${sql.join(by)} limit ${sql.lit(limit)})`;
  });
  return sql`select b.id, b.ord from (${sql.join(found, sql` union all `)}) b limit ${sql.lit(limit)}`;
}
