import { type RawBuilder, sql } from 'kysely';
import { beginIds } from './beginning.ts';
import { type Column, indexed } from './column.ts';
import type { Condition, Way } from './condition.ts';
import { holderIds, holdersOfRoles, holdersTotal, roleNamed } from './holders.ts';
import { isSoughtInParts, peopleInParts } from './in-parts.ts';
import { isTelling } from './like.ts';

/** A pattern for `like` that finds the text itself, whatever signs it holds (spec lists#text-matching). */
export const escaped = (text: string): string => text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`);

interface Asked {
  readonly column: Column<unknown>;
  readonly operator: string;
  readonly text: string;
  /** What all of this says. */
  readonly condition: RawBuilder<boolean>;
}

/** Ways to people who meet a condition of a filter; none when no index knows. */
export function waysToPeople(asked: Asked): readonly Way[] {
  const { column, operator, text } = asked;
  if (operator === 'contains' && isSoughtInParts(column)) return [inParts([column], `%${escaped(text)}%`)];
  const ids = idsOfPeople(asked);
  return ids === undefined ? [] : [{ ids }];
}

function idsOfPeople({ column, operator, text, condition }: Asked): Way['ids'] | undefined {
  const { source } = column;
  if (operator === 'starts_with') return beginIds(column, text.toLowerCase());
  if (operator === 'equals' && source.from === 'property' && text !== '')
    return (limit) => sql`select k.entity_id as id from entity_properties k
      where k.key = ${source.key} and ${indexed(sql`k.value`)} = ${indexed(sql`${text}::text`)} limit ${sql.lit(limit)}`;
  const isIndexed = source.from === 'field' && (column.kind === 'moment' || (column.kind === 'text' && operator === 'equals'));
  return isIndexed
    ? (limit) => sql`select e.id from entities e where e.entity_type = 'user' and ${condition} limit ${sql.lit(limit)}`
    : undefined;
}

/** People who are looked through for what no index knows: all of so few, else the newest. */
const [mostLookedThrough, newest] = [2000, 60];

/** Of one or two letters within a word no index knows where they are. */
function inParts(columns: readonly Column<unknown>[], pattern: string): Way {
  const ids = (limit: number) => peopleInParts(columns, [pattern], limit);
  if (isTelling(pattern)) return { ids };
  const when = sql<boolean>`(select coalesce(sum(t.amount), 0) from entity_tallies t where t.entity_type = 'user') <= ${sql.lit(mostLookedThrough)}`;
  const holds = columns.map(({ source, value }) =>
    source.from === 'property'
      ? sql`exists (select from entity_properties p where p.entity_id = e.id and p.key = ${sql.lit(source.key)} and lower(p.value) like ${pattern} offset 0)`
      : sql`lower(${value ?? sql`null`}) like ${pattern}`,
  );
  const some = sql`select e.id from (
      select * from entities e where e.entity_type = 'user' order by e.created_at desc, e.id desc limit ${sql.lit(newest)}) e
    where not ${when} and (${sql.join(holds, sql` or `)})`;
  return { ids: (limit) => sql`select few.id from (${ids(limit)}) few where ${when} union all (${some})`, when };
}

/** Ways to those who have a role, by its name or id. */
export function holdersOf({ name, id }: { readonly name?: string; readonly id?: string }): Required<Pick<Condition, 'ways' | 'total'>> {
  const role = id === undefined ? roleNamed(name ?? '') : sql`array[${id}::bigint]`;
  return { total: holdersTotal(role), ways: [holders(role)] };
}

/** The way to those who have one of some roles. @param roles an array of ids */
export const holders = (roles: RawBuilder<unknown>): Way => ({
  ids: (limit) => holderIds(roles, limit),
  byLabel: (walk) => holdersOfRoles({ ...walk, roles }),
});

/** The way of a search: one of its words leads to all, all words in one column to those that are meant. */
export function soughtInParts(columns: readonly Column<unknown>[], word: string, words: readonly string[]): Way {
  const way = inParts(columns, `%${escaped(word)}%`);
  if (words.length === 1) return way;
  const patterns = words.map((each) => `%${escaped(each)}%`);
  return { ...way, best: way.when === undefined ? (limit) => peopleInParts(columns, patterns, limit, { isRare: true }) : way.ids };
}
