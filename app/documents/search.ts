import { type RawBuilder, sql } from 'kysely';
import { entityTypes } from '../declarations.ts';
import { headline } from '../markdown/index.ts';
import {
  and,
  type Condition,
  escaped,
  everything,
  field,
  type ListIndex,
  property,
  rowsWithWords,
  searchedIn,
  searchIndex,
  sortIndices,
} from '../ontology/list/index.ts';
import { type Asker, isVisibleTo } from './visibility.ts';

/** The searched texts of documents: title and body. */
const documentSearch = searchedIn('document', [
  field('label'),
  property(entityTypes.document, 'body'),
]);

/** When a document was written, which an import keeps. */
export const createdDate = property(entityTypes.document, 'created_date');

/** Indices of document lists in addition to those of every list. */
export const documentIndices: readonly ListIndex[] = [
  ...sortIndices('document_created', 'document', createdDate),
  searchIndex('document_search', documentSearch),
];

/** The documents that a search finds at most; words with more are too common to find anything. */
export const mostFound = 300;

/** How many of the newest documents are searched first, and how many matches of them are enough. */
interface First {
  readonly newest: number;
  readonly enough: number;
}
const forList: First = { newest: 2_000, enough: mostFound };
const forPalette: First = { newest: 100, enough: 10 };

/** The query of some words, in the language of the setting; evaluated once per statement. */
const queryOf = (words: string) =>
  sql`(select websearch_to_tsquery(document_language()::regconfig, ${words}))`;
const isDocument = sql`array['type:document']`;

/**
 * Whether the document `e` is among those that a search finds for a user (spec documents#search):
 * by forms of whole words among the newest, and if these are few, among all, and by parts of words
 * as in every list.
 * @param among what else holds for `e`, such as its committee. Documents of other committees would
 *   use up what a search finds.
 */
export const isFoundBy = (
  words: string,
  asker: Asker,
  among: Condition = everything,
  { newest, enough }: First = forList,
): Condition => {
  const isSeen = and(isVisibleTo(asker, 'document.list'), among);
  // A sum, so that no plan reads all documents in order.
  const some = sql`order by e.id + 0 desc limit ${sql.lit(mostFound)}`;
  const isRare = sql`(select count(*) from recent) < ${sql.lit(enough)}`;
  return sql<boolean>`e.id = any(array(
    with recent as materialized (
      select e.id from (
          select * from search_documents n where n.marks[1] between 'type:document' and 'type:document'
          order by n.marks[1] desc, n.entity_id desc limit ${sql.lit(newest)}) w
        join entities e on e.id = w.entity_id
      where w.words @@ ${queryOf(words)} and ${isSeen} ${some})
    select id from recent
    union
    select * from (select e.id from search_documents w join entities e on e.id = w.entity_id
      where ${isRare} and w.words @@ ${queryOf(words)} and w.marks && ${isDocument} and ${isSeen} ${some}) as by_words
    union
    select e.id from (${rowsWithWords(documentSearch, words, mostFound)}) e where ${isRare} and ${isSeen}))`;
};

/**
 * Where the words stand in the body of the document `e`: with marks around whole words, otherwise
 * the characters around the first word.
 */
export function excerptOf(words: string): RawBuilder<string> {
  const body = sql`coalesce(e.properties ->> 'body', '')`;
  const first = words.trim().split(/\s+/)[0]?.toLowerCase() ?? '';
  return sql<string>`(select case
    when w.words @@ ${queryOf(words)}
      then ts_headline(document_language()::regconfig, ${body}, ${queryOf(words)}, ${headline})
    else substring(${body} from greatest(1, position(${first} in lower(${body})) - 60) for 200) end
    from search_documents w where w.entity_id = e.id)`;
}

/** Whether a user may open what `documentsWith` finds. */
export const canFindDocuments = ({ permissions }: Pick<Asker, 'permissions'>): boolean =>
  permissions.has('document.list') && permissions.has('document.view');

/** A document that the palette shows. */
export interface FoundDocument {
  readonly id: string;
  readonly title: string;
  readonly committee: string | null;
  /** Where the words stand in the text; empty without a text. */
  readonly excerpt: string;
}

/**
 * `select …`: documents that contain the words and that a user may see, as `FoundDocument`, by title
 * first.
 */
export function documentsWith(
  words: string,
  asker: Asker,
  most: number,
): RawBuilder<FoundDocument> {
  const text = escaped(words.trim());
  // Excerpts are made of the rows that are shown only.
  return sql<FoundDocument>`
    select e.id::text as id, e.label as title, (
      select tor.label from relations r join entities tor on tor.id = r.target_id and tor.entity_type = 'tor'
        join entities t on t.id = r.relation_type_id and t.name = 'scoped_to_tor'
      where r.source_id = e.id order by tor.sort_order, tor.id limit 1) as committee,
      coalesce(${excerptOf(words)}, '') as excerpt
    from (
      select e.*, row_number() over () as place from (
        select e.* from entities e where e.entity_type = 'document' and ${isFoundBy(words, asker, everything, forPalette)}
        order by case when lower(e.label) like ${`${text}%`} then 0 when lower(e.label) like ${`%${text}%`} then 1 else 2 end,
          e.created_at desc, e.id desc
        limit ${most}) e) e
    order by e.place`;
}
