import { type RawBuilder, sql } from 'kysely';
import { filesOf } from '../attachments/index.ts';
import { type Day, holdersIn } from '../authority/index.ts';
import { ballotsOn } from '../ballots/index.ts';
import { discussionOf } from '../comments/index.ts';
import type { Db, Tx } from '../db/database.ts';
import { decisionsOn } from '../decisions/index.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { snapshotColumns } from '../ontology/snapshot.ts';
import { storedId } from '../ontology/stored-id.ts';
import { type Option, optionsOf, titleOf } from '../options/index.ts';
import { attendanceOf } from '../quorum/index.ts';
import { workflowOf } from '../workflow/index.ts';
import type { Opinion, OriginStep, PlannedMeeting, Point, PointPath } from './point.ts';

type Sql = RawBuilder<unknown>;

/** A stored moment as ISO 8601 in UTC; when it was stored, if there is none. */
const momentOf = (alias: string, key: string): Sql => {
  const stored = sql`${sql.ref(`${alias}.properties`)} ->> ${key}`;
  return sql`to_char(case when pg_input_is_valid(${stored}, 'timestamp') then (${stored})::timestamp
    else ${sql.ref(`${alias}.created_at`)} at time zone 'UTC' end, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
};

const userLabel = (id: Sql): Sql =>
  sql`(select u.label from entities u where u.entity_type = 'user' and u.id = ${storedId(id)})`;

/** The user of an opinion: by a relation in either direction, or by its property. */
const opinionUser = sql`coalesce(
  (select u.id from relations r join entities u on u.id = r.source_id and u.entity_type = 'user'
    where r.target_id = opinion.id and ${relatedBy('r', 'opinion_by')} order by r.id limit 1),
  (select u.id from relations r join entities u on u.id = r.target_id and u.entity_type = 'user'
    where r.source_id = opinion.id and ${relatedBy('r', 'opinion_by')} order by r.id limit 1),
  (select u.id from entities u where u.entity_type = 'user' and u.id = ${storedId(sql`opinion.properties ->> 'recorded_by_id'`)}))`;

const opinionsOf = (point: Sql): RawBuilder<readonly Opinion[]> => sql<readonly Opinion[]>`(
  select coalesce(json_agg(json_build_object('id', opinion.id::text, 'userId', author.id::text, 'user', author.label,
      'optionId', (select r.target_id::text from relations r
        where r.source_id = opinion.id and ${relatedBy('r', 'prefers_coa')} order by r.id desc limit 1),
      'commentary', coalesce(nullif(opinion.properties ->> 'commentary', ''), opinion.properties ->> 'rationale', ''),
      'at', ${momentOf('opinion', 'created_date')}) order by ${momentOf('opinion', 'created_date')} desc, opinion.id desc), '[]')
  from relations about
    join entities opinion on opinion.id = about.source_id and opinion.entity_type = 'opinion'
    left join entities author on author.id = ${opinionUser}
  where about.target_id = ${point} and ${relatedBy('about', 'opinion_on')})`;

const membersOf = (committee: Sql, day: Day): RawBuilder<number> => sql<number>`(
  select count(distinct fills.source_id)::integer ${holdersIn(committee, day)})`;

const orderOn = (alias: string): Sql =>
  sql`case when ${sql.ref(`${alias}.properties`)} ->> 'agenda_order' ~ '^[0-9]{1,6}$'
    then (${sql.ref(`${alias}.properties`)} ->> 'agenda_order')::integer end`;

/** The id of the meeting that a point is planned for. */
const meetingIdOf = (point: Sql): RawBuilder<string | null> => sql<string | null>`(
  select planned.target_id from relations planned
  where planned.source_id = ${point} and ${relatedBy('planned', 'scheduled_for_meeting')}
  order by planned.id limit 1)`;

const meetingOf = (point: Sql): RawBuilder<PlannedMeeting | null> => sql<PlannedMeeting | null>`(
  select json_build_object('id', m.id::text, 'label', m.label, 'date', m.properties ->> 'meeting_date',
    'number', (select count(*) from relations other
      where other.target_id = m.id and ${relatedBy('other', 'scheduled_for_meeting')}
        and (coalesce(${orderOn('other')}, 1000000), other.source_id) <= (coalesce(${orderOn('planned')}, 1000000), planned.source_id)))
  from relations planned join entities m on m.id = planned.target_id and m.entity_type = 'meeting'
  where planned.source_id = ${point} and ${relatedBy('planned', 'scheduled_for_meeting')}
  order by planned.id limit 1)`;

const moveTo = (item: string, status: string): Sql => sql`(
  select json_build_object('at', to_char(w.moved_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'by', w.moved_by)
  from workflow_moves w where w.item_id = ${sql.ref(item)} and w.to_status = ${status} order by w.id desc limit 1)`;

/** The suggestion and the proposal that led to a point, in order (spec agenda#origin). */
const originOf = (point: Sql): RawBuilder<readonly OriginStep[]> => sql<readonly OriginStep[]>`(
  select coalesce(json_agg(step.of order by step.place), '[]') from (
    select p.id, s.id as suggestion from relations came
      join entities p on p.id = came.source_id and p.entity_type = 'proposal'
      left join relations first on first.target_id = p.id and ${relatedBy('first', 'spawns_proposal')}
      left join entities s on s.id = first.source_id and s.entity_type = 'suggestion'
    where came.target_id = ${point} and ${relatedBy('came', 'spawns_agenda_point')} order by came.id limit 1) way
    left join entities p on p.id = way.id
    left join entities s on s.id = way.suggestion
    cross join lateral (values
      (1, s.id is not null, jsonb_build_object('kind', 'suggested', 'at', ${momentOf('s', 'submitted_date')},
        'by', ${userLabel(sql`s.properties ->> 'submitted_by_id'`)},
        'title', s.label || case when length(s.properties ->> 'description') > length(s.label) then '…' else '' end)),
      (2, ${moveTo('s.id', 'accepted')} is not null,
        jsonb_build_object('kind', 'accepted') || coalesce(${moveTo('s.id', 'accepted')}::jsonb, '{}')),
      (3, true, jsonb_build_object('kind', 'proposed', 'at', ${momentOf('p', 'submitted_date')},
        'by', ${userLabel(sql`p.properties ->> 'submitted_by_id'`)}, 'title', ${titleOf('p')}, 'proposal', p.id::text)),
      (4, ${moveTo('p.id', 'approved')} is not null,
        jsonb_build_object('kind', 'approved') || coalesce(${moveTo('p.id', 'approved')}::jsonb, '{}'))
    ) step(place, is_known, of)
  where step.is_known)`;

/** The ids of a point and of its courses of action. */
const ownersOf = (point: Sql): Sql => sql`select ${point} union all
  select considers.target_id from relations considers
  where considers.source_id = ${point} and ${relatedBy('considers', 'considers_coa')}`;

/** Returns an agenda point of a committee with all that its pages show, in one statement. */
export async function findPoint(
  db: Db,
  { tor, id }: PointPath,
  day: Day,
  before?: string,
): Promise<Point | undefined> {
  const [point, committee] = [sql`e.id`, sql`${tor}::bigint`];
  const { rows } = await sql<Point>`
    select ${snapshotColumns('e')}, ${workflowOf('agenda_point', { id: point, committee }, day)} as workflow,
      ${userLabel(sql`e.properties ->> 'created_by'`)} as creator,
      ${optionsOf(point)} as options, ${opinionsOf(point)} as opinions, ${membersOf(committee, day)} as members,
      ${meetingOf(point)} as meeting, ${originOf(point)} as origin,
      ${attendanceOf(committee, meetingIdOf(point), day)} as attendance, ${decisionsOn(point)} as decisions,
      ${discussionOf({ item: 'e', committee, day, before })} as discussion,
      ${ballotsOn(point)} as ballots, ${filesOf(ownersOf(point))} as files
    from entities e join relations b on b.source_id = e.id and b.target_id = ${committee} and ${relatedBy('b', 'belongs_to_tor')}
    where e.id = ${id} and e.entity_type = 'agenda_point'`.execute(db);
  return rows[0];
}

/** Returns the courses of action and opinions of a point, for a command that changes them. */
export async function readDeliberation(
  tx: Tx,
  point: string,
): Promise<{
  readonly options: readonly Option[];
  readonly opinions: readonly Opinion[];
}> {
  const { rows } = await sql<{ options: readonly Option[]; opinions: readonly Opinion[] }>`
    select ${optionsOf(sql`${point}::bigint`)} as options, ${opinionsOf(sql`${point}::bigint`)} as opinions`.execute(
    tx,
  );
  return rows[0] ?? { options: [], opinions: [] };
}
