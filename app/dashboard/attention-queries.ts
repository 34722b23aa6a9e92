import { type RawBuilder, sql } from 'kysely';
import { type Day, holdsIn, inBody, isInForce } from '../authority/index.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { relationTypeId } from '../ontology/permissions.ts';
import type { Waiting } from './rules.ts';

/** Rows of a list; the total counts all. */
const mostShown = 5;

export interface Reader {
  readonly id: string;
  readonly permissions: ReadonlySet<PermissionCode>;
  readonly day: Day;
}

/** The committees in which a user fills a position today, as `select id`. */
const own = ({ id, day }: Reader) => sql`
  select belongs.target_id as id from relations fills
    join relations belongs on belongs.source_id = fills.target_id and belongs.relation_type_id = ${relationTypeId('belongs_to_tor')}
  where fills.source_id = ${id} and fills.relation_type_id = ${relationTypeId('fills_position')} and ${isInForce('fills', day)}`;

const statusOr = (standard: string) =>
  sql`coalesce(nullif(i.properties ->> 'status', ''), ${sql.lit(standard)})`;

/** A list with its total, as JSON: rows have the columns that `from` and `columns` give. */
const listed = (
  from: RawBuilder<unknown>,
  columns: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`(
  select json_build_object('total', coalesce(max(found.total), 0)::integer, 'rows', coalesce(json_agg(found.entry order by found.place), '[]'))
  from (
    select count(*) over () as total, row_number() over (order by ${order}) as place,
      json_build_object('id', i.id::text, 'committee', json_build_object('id', tor.id::text, 'label', tor.label), ${columns}) as entry
    ${from} order by place limit ${sql.lit(mostShown)}) found)`;

/** `from …`: items `i` of a type in the reader's committees `tor`, where they may do something. */
const items = (type: string, relation: string, may: RawBuilder<unknown>, reader: Reader) => sql`
  from (${own(reader)} group by 1) mine
    join entities tor on tor.id = mine.id and tor.entity_type = 'tor' and tor.is_active
    join relations owns on owns.target_id = tor.id and owns.relation_type_id = ${relationTypeId(relation)}
    join entities i on i.id = owns.source_id and i.entity_type = ${sql.lit(type)} and i.is_active
  where ${may}`;

/** The beginning of the description, or the label, as `label`. */
const beginning = (characters: number): RawBuilder<unknown> => {
  const text = sql`coalesce(nullif(i.properties ->> 'description', ''), i.label)`;
  return sql`'label', left(${text}, ${sql.lit(characters)}) || case when char_length(${text}) > ${sql.lit(characters)} then '…' else '' end`;
};

const newest = sql`i.properties ->> 'submitted_date' desc nulls last, i.id desc`;

/** Proposals to review or to approve, where the reader may (spec dashboard#attention). */
const proposals = (reader: Reader) => {
  const may = (code: 'proposal.review' | 'proposal.approve') =>
    holdsIn(inBody(code), reader, sql`tor.id`, reader.day);
  const status = statusOr('draft');
  return listed(
    items(
      'proposal',
      'submitted_to',
      sql`(${status} = 'submitted' and ${may('proposal.review')} or ${status} = 'under_review' and ${may('proposal.approve')})`,
      reader,
    ),
    sql`'label', i.label, 'status', ${status}`,
    newest,
  );
};

/** Open suggestions that the reader may accept or reject. */
const suggestions = (reader: Reader) =>
  listed(
    items(
      'suggestion',
      'suggested_to',
      sql`${statusOr('open')} = 'open' and ${holdsIn(inBody('suggestion.review'), reader, sql`tor.id`, reader.day)}`,
      reader,
    ),
    beginning(80),
    newest,
  );

/** Action items of the reader and their positions that are not done, the first due first. */
const actions = ({ id, day }: Reader) =>
  listed(
    sql`from (
        select ${id}::bigint as id union
        select fills.target_id from relations fills where fills.source_id = ${id}
          and fills.relation_type_id = ${relationTypeId('fills_position')} and ${isInForce('fills', day)}) responsible
      join relations assigned on assigned.target_id = responsible.id and assigned.relation_type_id = ${relationTypeId('assigned_to')}
      join entities i on i.id = assigned.source_id and i.entity_type = 'action_item' and ${statusOr('open')} <> 'done'
      join lateral (
        select c.id, c.label from relations belongs join entities c on c.id = belongs.target_id and c.entity_type = 'tor'
        where belongs.source_id = i.id and belongs.relation_type_id = ${relationTypeId('belongs_to_tor')} order by c.id limit 1) tor on true`,
    sql`${beginning(100)}, 'due', nullif(i.properties ->> 'due_date', ''),
      'isOverdue', coalesce(nullif(i.properties ->> 'due_date', '') < ${day}, false)`,
    sql`nullif(i.properties ->> 'due_date', '') nulls last, i.id`,
  );

/** What waits for a user in their committees, as JSON for any statement (spec dashboard#attention). */
export const waitingFor = (reader: Reader): RawBuilder<Waiting> =>
  sql<Waiting>`json_build_object('proposals', ${proposals(reader)}, 'suggestions', ${suggestions(reader)}, 'actions', ${actions(reader)})`;
