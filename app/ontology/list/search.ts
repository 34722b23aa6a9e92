import { type RawBuilder, sql } from 'kysely';
import { plannedForItsValues } from '../../db/named-statements.ts';
import type { EntityType } from '../schema.ts';
import type { Column } from './columns.ts';
import { and, type Condition, or } from './condition.ts';
import { countedUpTo, isOfType, totalOf } from './rows.ts';
import { escaped, isIndexed, like } from './words.ts';

/** Texts of a type's entities that are searched, concatenated into one indexed text. */
export interface Searched {
  readonly type: EntityType;
  /** Of the entity `e`, in lower case. */
  readonly text: RawBuilder<unknown>;
}

/** Words, and the texts that are searched for them. */
export interface Search {
  readonly in: Searched;
  readonly words: string;
}

/** The columns of a type that are searched; `searchIndex` declares their index. */
export const searchedIn = (
  type: EntityType,
  columns: readonly Pick<Column<unknown>, 'value' | 'source'>[],
): Searched => {
  const texts = columns.map(({ value, source }) =>
    source.from === 'property' ? sql`coalesce(${value}, '')` : value,
  );
  return {
    type,
    text: sql`lower(E'\\x1f ' || ${sql.join(texts, sql` || E'\\x1f ' || `)})`,
  };
};

/** A column that is one of the texts of `searched`; filters on it use the same index. */
export const within = <T>(searched: Searched, column: Column<T>): Column<T> => ({
  ...column,
  within: searched.text,
});

/** The words of a search as patterns, at most eight. */
const patternsIn = (words: string): readonly string[] =>
  words
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, 8)
    .map((word) => `%${escaped(word)}%`);

/** Whether an entity contains all words, each in any of the texts. */
export const holdsWords = ({ text }: Searched, words: string): Condition =>
  and(...patternsIn(words).map((pattern) => like(text, pattern)));

/** The newest entities, which are scanned for letters and characters that no index supports. */
const scannedForLetters = 300;

/** Whether no index supports any of the words: one or two letters, or punctuation. */
const isVague = (words: string): boolean =>
  words.trim() !== '' && !patternsIn(words).some(isIndexed);

/** So many matches among the newest entities are enough for one or two letters. */
const enoughForLetters = 10;

/**
 * Some rows that a search finds, in no order. One or two letters that ten of the newest entities
 * contain are not looked for in the others, where they would find tens of thousands.
 */
export function rowsWithWords(searched: Searched, words: string, limit: number) {
  const isOwn = isOfType(searched.type);
  if (!isVague(words))
    return sql`
      ${sql.raw(plannedForItsValues)} select * from entities e where ${isOwn} and ${holdsWords(searched, words)}
      limit ${sql.lit(limit)}`;
  return sql`
    ${sql.raw(plannedForItsValues)} with recent as materialized (
      select * from (${newestOf(searched.type)}) e where ${holdsWords(searched, words)})
    select * from recent
    union all
    select * from (
      select * from entities e
      where (select count(*) from recent) < ${enoughForLetters}::integer
        and ${isOwn} and ${startsWith(searched, words)} and e.id not in (select id from recent)
      limit ${sql.lit(limit)}) e`;
}

/** Whether a search may miss matches: of letters inside words, among more than the newest. */
export const isPartial = ({ in: { type }, words }: Search): RawBuilder<boolean> =>
  isVague(words) ? sql`${totalOf(type)} > ${scannedForLetters}::integer` : sql`false`;

/**
 * What a search finds. One or two letters are matched at the start of a word, and anywhere in the
 * newest entities (spec lists#text-matching).
 */
export function finds({ in: searched, words }: Search): Condition {
  if (!isVague(words)) return holdsWords(searched, words);
  const isNew = sql<boolean>`e.id = any(array(
    select e.id from (${newestOf(searched.type)}) e where ${holdsWords(searched, words)} limit ${sql.lit(countedUpTo + 1)}))`;
  return or(isNew, startsWith(searched, words));
}

const newestOf = (type: EntityType) => sql`
  select * from entities e where ${isOfType(type)}
  order by e.created_at desc, e.id desc limit ${sql.lit(scannedForLetters)}`;

/** Whether a word starts with each of the words, as far as an index supports it. */
function startsWith({ text }: Searched, words: string): Condition {
  const starts = patternsIn(words).map((pattern) => `% ${pattern.slice(1)}`);
  return starts.every(isIndexed)
    ? and(...starts.map((pattern) => like(text, pattern)))
    : sql<boolean>`false`;
}
