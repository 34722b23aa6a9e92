import { type RawBuilder, sql } from 'kysely';
import { isEnded } from '../committee-items/index.ts';
import type { Db, Tx } from '../db/database.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { storedId, storedNumber } from '../ontology/stored-id.ts';
import type { Amended, Amendment, AmendmentLine, TargetPath } from './amendment.ts';

/** The most amendments that a page shows. */
const mostShown = 50;

const property = (key: string) => sql`(a.properties ->> ${sql.lit(key)})`;
const number = (key: string) => sql`coalesce(${storedNumber(property(key))}, 0)`;
const author = sql`(select u.label from entities u
  where u.entity_type = 'user' and u.id = ${storedId(property('author_id'))})`;

/** The amendment `a`, as `AmendmentLine`. */
const line = sql`'id', a.id::text, 'field', coalesce(${property('field')}, 'description'),
  'parts', ${number('parts')}, 'authorId', ${property('author_id')}, 'author', ${author},
  'decided', case when ${property('decided')} is json array then ${property('decided')}::jsonb else '[]'::jsonb end,
  'createdAt', coalesce(${property('created_date')} || 'Z', to_json(a.created_at) #>> '{}'),
  'withdrawnAt', ${property('withdrawn_date')} || 'Z'`;

/** `from …`: the amendments `a` of an item. */
const to = (item: RawBuilder<unknown>) => sql`from relations amends
  join entities a on a.id = amends.source_id and a.entity_type = 'amendment'
  where amends.target_id = ${item} and ${relatedBy('amends', 'amends')}`;

/**
 * The latest amendments of an item as jsonb, newest first, for the statement of its page.
 * @param item SQL of the item's id
 */
export const amendmentLines = (
  item: RawBuilder<unknown>,
  most = mostShown,
): RawBuilder<readonly AmendmentLine[]> => sql<readonly AmendmentLine[]>`(
  select coalesce(jsonb_agg(latest.line order by latest.id desc), '[]') from (
    select a.id, jsonb_build_object(${line}) as line ${to(item)}
    order by a.id desc limit ${sql.lit(most)}) latest)`;

/** `from …`: the item `e` of a committee, with whether its text may change and where its page is. */
function itemOf({ kind, tor, item }: TargetPath): RawBuilder<unknown> {
  if (kind === 'proposal')
    return sql`entities e
      join relations owns on owns.source_id = e.id and owns.target_id = ${tor}
        and ${relatedBy('owns', 'submitted_to')}
      cross join lateral (select not ${isEnded('e')} as open,
        '/tor/' || ${tor}::text || '/proposals/' || e.id as page) facts
      where e.id = ${item} and e.entity_type = 'proposal'`;
  return sql`entities e
    join relations considers on considers.target_id = e.id
      and ${relatedBy('considers', 'considers_coa')}
    join entities point on point.id = considers.source_id and point.entity_type = 'agenda_point'
    join relations owns on owns.source_id = point.id and owns.target_id = ${tor}
      and ${relatedBy('owns', 'belongs_to_tor')}
    cross join lateral (select
      coalesce(point.properties ->> 'status', 'scheduled') not in ('voted', 'completed') as open,
      '/tor/' || ${tor}::text || '/workflow/agenda/' || point.id as page) facts
    where e.id = ${item} and e.entity_type = 'coa'`;
}

/** Finds an item of a committee with its amendments, in one statement; `undefined`: there is none. */
export async function findAmended(db: Db | Tx, path: TargetPath): Promise<Amended | undefined> {
  const { rows } = await sql<Amended>`
    select e.id, e.label, e.version, facts.open as "isOpen", facts.page,
      coalesce(e.properties ->> 'description', '') as description,
      coalesce(e.properties ->> 'rationale', '') as rationale,
      ${amendmentLines(sql`e.id`)} as amendments, (select count(*)::integer ${to(sql`e.id`)}) as total
    from ${itemOf(path)} limit 1`.execute(db);
  return rows[0];
}

/** The same with one of its amendments; `undefined` if there is no such amendment of it. */
export async function findAmendment(
  db: Db | Tx,
  path: TargetPath & { readonly amendment: string },
): Promise<{ readonly amended: Amended; readonly amendment: Amendment } | undefined> {
  const { rows } = await sql<Amended & { readonly amendment: Amendment | null }>`
    select e.id, e.label, e.version, facts.open as "isOpen", facts.page,
      coalesce(e.properties ->> 'description', '') as description,
      coalesce(e.properties ->> 'rationale', '') as rationale, '[]'::jsonb as amendments, 0 as total,
      (select jsonb_build_object(${line}, 'base', coalesce(${property('base')}, ''),
          'proposed', coalesce(${property('proposed')}, ''), 'reason', coalesce(${property('reason')}, ''))
        ${to(sql`e.id`)} and a.id = ${path.amendment}) as amendment
    from ${itemOf(path)} limit 1`.execute(db);
  const [row] = rows;
  if (row === undefined || row.amendment === null) return undefined;
  const { amendment, ...amended } = row;
  return { amended, amendment };
}
