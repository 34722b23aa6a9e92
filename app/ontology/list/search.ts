import { type RawBuilder, sql } from 'kysely';
import type { EntityType } from '../schema.ts';
import type { Column } from './columns.ts';
import { and, type Condition } from './filter.ts';
import { escaped, isIndexed, like, likeInPart } from './words.ts';

/** Texts of a type's entities that are searched, concatenated into one indexed text. */
export interface Searched {
  readonly type: EntityType;
  /** Of the entity `e`, in lower case. */
  readonly text: RawBuilder<unknown>;
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

/** Entities scanned for letters and characters that no index covers. */
export const lookedThrough = 300;

/** Whether no index covers any of the words: one or two letters, or punctuation. */
export const isVague = (words: string): boolean => !patternsIn(words).some(isIndexed);

/**
 * Rows of `entities` that contain all words, at most `limit`: all of a few matches, a sample of
 * many. One or two letters are matched at the start of a word, and anywhere in the newest entities.
 */
export function rowsWithWords(
  searched: Searched,
  words: string,
  limit: number,
): RawBuilder<unknown> {
  const patterns = patternsIn(words);
  if (!isVague(words)) return inParts(searched, patterns, limit);
  const beginnings = patterns.map((pattern) => `% ${pattern.slice(1)}`);
  const newest = sql`
    select * from entities e where e.entity_type = ${sql.lit(searched.type)}
    order by e.created_at desc, e.id desc limit ${sql.lit(lookedThrough)}`;
  const anywhere = sql`select * from (${newest}) e where ${holdsWords(searched, words)}`;
  if (!beginnings.every(isIndexed)) return sql`${anywhere} limit ${sql.lit(limit)}`;
  return sql`(${inParts(searched, beginnings, limit)}) union (${anywhere}) limit ${sql.lit(limit)}`;
}

/**
 * A trigram index is read to its end, however few rows are needed. So the ids are searched in
 * parts, the smallest first, each as large as all previous parts together.
 */
const inParts = ({ type, text }: Searched, patterns: readonly string[], limit: number) => sql`
  select e.* from unnest(array[1024, 512, 256, 128, 64, 32, 16, 8, 4, 2, 1]) part
    cross join lateral (
      select * from entities e
      where e.entity_type = ${sql.lit(type)} and part_of(e.id) = part and ${likeInPart(text, patterns)}
      offset 0) e
  limit ${sql.lit(limit)}`; // `offset 0` keeps the parts apart: joined, all of the table is read once
