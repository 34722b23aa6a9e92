import { type RawBuilder, sql } from 'kysely';
import { type CountedPage, countedPage } from '../db/counted-page.ts';
import type { Db } from '../db/database.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { storedId } from '../ontology/stored-id.ts';
import { findPeople, firstPeople, type PersonChoice } from '../people-search/index.ts';
import type { WarningDetail, WarningFilter, WarningLine } from './warning.ts';

/** The statements about a user's warnings share the defaults of missing properties. */
const of = (key: string, standard: string): RawBuilder<string> =>
  sql<string>`coalesce(nullif(w.properties ->> ${sql.lit(key)}, ''), ${sql.lit(standard)})`;

const status = sql<string>`coalesce(nullif(r.properties ->> 'status', ''), 'unread')`;

/** `from …`: the warnings `w` of a user with the user's receipt `r`. */
const ownWarnings = (user: string): RawBuilder<unknown> => sql`
  from relations mine
    join entities r on r.id = mine.source_id and r.entity_type = 'warning_receipt'
    join relations about on about.source_id = r.id and ${relatedBy('about', 'for_warning')}
    join entities w on w.id = about.target_id
  where mine.target_id = ${user}::bigint and ${relatedBy('mine', 'for_user')}`;

const message = sql<string>`coalesce(nullif(w.properties ->> 'message', ''), w.label)`;

const columns = sql`w.id, ${of('severity', 'info')} as severity, ${of('category', 'system')} as category,
  ${message} as message, ${status} as status, w.created_at as "createdAt"`;

/**
 * Warnings as rows of an API list, by the same rules as the page: resolved and dismissed ones are
 * left out.
 */
export const warningRowsOf = (user: string): RawBuilder<unknown> => sql`(
  select w.id::float8 as warning_id, r.id::float8 as receipt_id, ${of('severity', 'info')} as severity,
    ${of('category', 'system')} as category, ${message} as message, ${status} as status, w.created_at ${ownWarnings(user)}
    and ${status} not in ('deleted', 'resolved'))`;

function matching(user: string, filter: WarningFilter): RawBuilder<unknown> {
  const hidden = [
    'resolved',
    ...(filter.showRead ? [] : ['read', 'forwarded']),
    ...(filter.showDeleted ? [] : ['deleted']),
  ];
  return sql`${ownWarnings(user)} and ${status} <> all(${hidden}::text[])
    ${filter.category === undefined ? sql`` : sql`and ${of('category', 'system')} = ${filter.category}`}
    ${filter.severity === undefined ? sql`` : sql`and ${of('severity', 'info')} = ${filter.severity}`}`;
}

/** One page of a user's warnings, unread ones first and then the newest, in one statement. */
export async function listWarnings(
  db: Db,
  user: string,
  { filter, page, size }: { filter: WarningFilter; page: number; size: number },
): Promise<CountedPage<WarningLine>> {
  return countedPage(db, {
    from: matching(user, filter),
    columns,
    orderBy: sql`(${status} = 'unread') desc, w.created_at desc, w.id desc`,
    page,
    size,
  });
}

/** Ids of all warnings that a list shows, at most `most`. */
export async function listWarningIds(
  db: Db,
  user: string,
  filter: WarningFilter,
  most: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select w.id ${matching(user, filter)} order by w.id limit ${most}`.execute(db);
  return rows.map(({ id }) => id);
}

const mostRecipients = 200;
const mostEvents = 100;

/**
 * A warning as a user may see it, in one statement; `undefined` if there is none, or if it was not
 * sent to them and they may not see all warnings (spec warnings#access).
 */
export async function findWarning(
  db: Db,
  id: string,
  { user, seesAll }: { readonly user: string; readonly seesAll: boolean },
): Promise<WarningDetail | undefined> {
  const { rows } = await sql<WarningDetail>`
    with own as (
      select r.id, ${status} as status from entities r
      where r.entity_type = 'warning_receipt' and r.name = 'wr.' || ${id}::text || '.' || ${user}::text)
    select w.id, ${of('severity', 'info')} as severity, ${of('category', 'system')} as category,
      ${message} as message, ${of('source_action', '')} as source, ${of('status', 'active')} as status,
      nullif(w.properties ->> 'details', '') as details, w.created_at as "createdAt", w.updated_at as "updatedAt",
      (select cause.label from entities cause where cause.id = ${storedId(sql`w.properties ->> 'caused_by_id'`)}
        and cause.entity_type = 'user') as "causedBy",
      (select json_build_object('id', own.id::text, 'status', own.status) from own) as receipt,
      ${timeline} as timeline, ${seesAll ? recipients : sql`'[]'::json`} as recipients,
      ${firstPeople(isOther(user))} as candidates
    from entities w where w.id = ${id}::bigint and w.entity_type = 'warning'
      and (${seesAll}::boolean or exists (select from own))`.execute(db);
  return rows[0];
}

const timeline = sql`(
  select coalesce(json_agg(json_build_object('id', x.id::text, 'action', x.properties ->> 'action',
    'at', x.created_at, 'by', who.label, 'note', x.properties ->> 'note') order by x.id), '[]')
  from (
    select x.* from own join relations on_it on on_it.target_id = own.id and ${relatedBy('on_it', 'on_receipt')}
      join entities x on x.id = on_it.source_id order by x.id desc limit ${sql.lit(mostEvents)}) x
    left join entities who on who.id = ${storedId(sql`x.properties ->> 'actor_user_id'`)} and who.entity_type = 'user')`;

const recipients = sql`(
  select coalesce(json_agg(json_build_object('id', sent.id::text, 'name', sent.label, 'status', sent.status, 'at', sent.at)
    order by lower(sent.label), sent.id), '[]')
  from (
    select u.id, u.label, ${status} as status, r.properties ->> 'status_at' as at
    from relations about join entities r on r.id = about.source_id
      join relations mine on mine.source_id = r.id and ${relatedBy('mine', 'for_user')}
      join entities u on u.id = mine.target_id
    where about.target_id = w.id and ${relatedBy('about', 'for_warning')}
    order by lower(u.label), u.id limit ${sql.lit(mostRecipients)}) sent)`;

/** Active users other than the reader whose names contain `words`, at most 20, for a choice. */
export const listCandidates = (
  db: Db,
  reader: string,
  words: string,
): Promise<readonly PersonChoice[]> => findPeople(db, { where: isOther(reader), words });

const isOther = (reader: string) => sql<boolean>`e.id <> ${reader}::bigint`;
