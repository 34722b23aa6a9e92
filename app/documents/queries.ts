import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import { entityTypes } from '../declarations.ts';
import {
  and,
  type Condition,
  computed,
  equals,
  everything,
  field,
  labels,
  listPage,
  type Page,
  property,
} from '../ontology/list/index.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { isId } from '../ontology/property.ts';
import { storedId } from '../ontology/stored-id.ts';
import type { TableState } from '../ui/table-state.ts';
import type { Committee, DocumentLine, ShownDocument } from './document.ts';
import { createdDate, excerptOf, isFoundBy } from './search.ts';
import { type Asker, type DocumentCode, isVisibleTo, mayChooseCommittee } from './visibility.ts';

const creatorId = storedId(sql`e.properties ->> 'created_by_id'`);
const creator = sql<string | null>`(
  select u.label from entities u where u.id = ${creatorId} and u.entity_type = 'user')`;
const approved = sql<number | null>`(
  select max(v.number) from document_versions v where v.document_id = e.id and v.approved_at is not null)`;

/** A moment of the document `e` as stored, in UTC; `null` if there is none or it is unreadable. */
const momentOf = (key: 'created_date' | 'updated_date') => sql<Date | null>`(
  case when e.properties ->> ${key} ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]{5,15}Z?)?$'
    and pg_input_is_valid(e.properties ->> ${key}, 'timestamp')
    then (e.properties ->> ${key})::timestamp at time zone 'UTC' end)`;

const shown = {
  title: field('label'),
  docType: property(entityTypes.document, 'doc_type'),
  creator: computed(creator),
  committees: labels('scoped_to_tor', { to: 'tor' }),
  createdDate,
  createdAt: field('createdAt'),
  approved: computed(approved),
};

/** The columns of `DocumentFacts`, of the document `e`. */
export const factColumns = sql`e.id, e.label as title, coalesce(e.properties ->> 'doc_type', 'ad_hoc') as "docType",
  ${creator} as creator, ${creatorId}::text as "creatorId", ${approved} as approved,
  ${momentOf('created_date')} as "createdDate", ${momentOf('updated_date')} as "updatedDate",
  e.created_at as "createdAt", e.updated_at as "updatedAt", e.version,
  (select max(v.number) from document_versions v where v.document_id = e.id) as number,
  ${shown.committees.value} as committees`;

/** Filters of a list of documents. */
interface DocumentFilter {
  readonly type?: string | undefined;
  /** Id of a committee. */
  readonly committee?: string | undefined;
  readonly words?: string | undefined;
}

/** The documents `e` that a user may see and that a filter describes. */
export const isListed = (
  asker: Asker,
  { type, committee, words = '' }: DocumentFilter,
): Condition => {
  const among = and(
    type === undefined ? everything : equals(shown.docType, type),
    committee === undefined ? everything : inCommittee(committee),
  );
  return words.trim() === ''
    ? and(among, isVisibleTo(asker, 'document.list'))
    : isFoundBy(words, asker, among);
};

const inCommittee = (id: string): Condition =>
  isId(id)
    ? sql<boolean>`e.id = any(array(select r.source_id from relations r
        where ${relatedBy('r', 'scoped_to_tor')} and r.target_id = ${id}))`
    : sql<boolean>`false`;

/**
 * Returns one page of the documents that a user may see, in one statement (spec documents#list).
 * @param committee only those of this committee
 */
export function listDocuments(
  db: Db,
  state: TableState,
  asker: Asker,
  committee?: string,
): Promise<Page<DocumentLine>> {
  const { sort, page, size, after, before, search } = state;
  const isSought = search !== '';
  return listPage(db, {
    type: 'document',
    columns: {
      ...shown,
      excerpt: computed(isSought ? excerptOf(search) : sql<null>`null`),
    },
    where: isListed(asker, {
      ...{ type: state.extras['type'], committee: committee ?? state.extras['committee'] },
      words: search,
    }),
    orderBy: {
      column: sort.key === 'title' ? shown.title : createdDate,
      descending: sort.direction === 'desc',
    },
    page: { number: page, size, after, before },
  });
}

/** The most committees that a form offers. */
const mostCommittees = 400;

/** Returns the committees whose documents a user may see, by name. */
export async function listCommittees(
  db: Db,
  asker: Asker,
  code: 'document.list' | 'document.create' | 'document.edit',
): Promise<readonly Committee[]> {
  const { rows } = await sql<Committee>`
    select e.id, e.label from entities e
    where e.entity_type = 'tor' and e.is_active and ${mayChooseCommittee(asker, code)}
    order by lower(e.label), e.id limit ${sql.lit(mostCommittees)}`.execute(db);
  return rows;
}

/** Whether a user may put a document into a committee; `false` if there is none with the id. */
export async function isCommitteeFor(
  tx: Tx,
  asker: Asker,
  id: string,
  code: 'document.create' | 'document.edit',
): Promise<boolean> {
  const { rows } = await sql`
    select from entities e
    where e.id = ${id} and e.entity_type = 'tor' and ${mayChooseCommittee(asker, code)}
    for key share`.execute(tx);
  return rows.length > 0;
}

/** Returns a document that a user may see; `undefined` for others and for other entities. */
export async function findDocument(
  db: Db | Tx,
  id: string,
  asker: Asker,
  code?: DocumentCode,
): Promise<ShownDocument | undefined> {
  const { rows } = await sql<ShownDocument>`
    select ${factColumns}, coalesce(e.properties ->> 'body', '') as body
    from entities e
    where e.id = ${id} and e.entity_type = 'document' and ${isVisibleTo(asker, code)}`.execute(db);
  return rows[0];
}
