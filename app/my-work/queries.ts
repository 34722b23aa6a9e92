import { type RawBuilder, sql } from 'kysely';
import { committeesOf, dayAt, isInForce, standingIn } from '../authority/index.ts';
import { waitsForVote } from '../ballots/index.ts';
import type { Db } from '../db/database.ts';
import { onlyRow } from '../db/only-row.ts';
import { openStatuses, waitsForAgenda } from '../meetings/index.ts';
import { waitsForSignature } from '../minutes/index.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { keptViews } from '../saved-lists/index.ts';
import { definitionOf } from '../workflow/index.ts';
import { workPage } from './schema.ts';
import type { Candidates, Kind } from './work.ts';

/** The candidates of a kind that are read; a user with more has other worries than this page. */
export const mostRead = 60;

/**
 * Everything in the committees of a user that may wait for them, in one statement.
 * @param committee id of the only committee that counts; `undefined`: all
 */
export async function readCandidates(
  db: Db,
  { user, committee, now }: { user: string; committee: string | undefined; now: Date },
): Promise<Candidates> {
  const day = dayAt(now);
  const mine = sql`(${committeesOf(sql`${user}::bigint`, day)})`;
  const { rows } = await sql<Candidates>`
    with tor as materialized (
      select c.id, c.label, ${standingIn(sql`${user}::bigint`, sql`c.id`, day)} as standing, ${nextMeetingIn(day)} as next_meeting
      from entities c where c.entity_type = 'tor' and c.is_active and c.id in (select m.id from ${mine} m))
    select ${day} as today,
      (select coalesce(jsonb_agg(jsonb_build_object('id', tor.id::text, 'label', tor.label) order by lower(tor.label)), '[]') from tor) as committees,
      jsonb_build_object('suggestions', ${definitionOf('suggestion')}, 'proposals', ${definitionOf('proposal')},
        'meetings', ${definitionOf('meeting')}) as definitions,
      ${keptViews(workPage, user)} as views,
      jsonb_build_object(${sql.join(
        (Object.keys(sources) as Kind[]).map(
          (kind) => sql`${sql.lit(kind)}, ${rowsOf(sources[kind]({ user, day }), user, committee)}`,
        ),
      )}) as items`.execute(db);
  return onlyRow(rows);
}

interface Reader {
  readonly user: string;
  readonly day: RawBuilder<string>;
}

/** `from …`: items `e` of the committees `tor`. */
const owned = (relation: string, type: string, condition: RawBuilder<unknown>) => sql`
  from tor join relations owns on owns.target_id = tor.id and ${relatedBy('owns', relation)}
    join entities e on e.id = owns.source_id and e.entity_type = ${sql.lit(type)} and ${condition}`;

const status = (standard: string) =>
  sql`coalesce(nullif(e.properties ->> 'status', ''), ${sql.lit(standard)})`;

const sources: Readonly<Record<Kind, (reader: Reader) => RawBuilder<unknown>>> = {
  meetings: ({ day }) =>
    owned(
      'belongs_to_tor',
      'meeting',
      sql`(${status('projected')} in ('projected', 'confirmed', 'in_progress')
          and e.properties ->> 'meeting_date' <= to_char((${day})::date + 7, 'YYYY-MM-DD')
        or ${status('projected')} = 'completed'
          and e.properties ->> 'meeting_date' >= to_char((${day})::date - 60, 'YYYY-MM-DD')
          and not exists (select from relations minuted where minuted.source_id = e.id
            and ${relatedBy('minuted', 'minutes_of')}))`,
    ),
  suggestions: () => owned('suggested_to', 'suggestion', sql`${status('open')} = 'open'`),
  proposals: () =>
    owned(
      'submitted_to',
      'proposal',
      sql`(${status('draft')} <> 'approved' or (coalesce(e.properties ->> 'ready_for_agenda', '') <> 'true'
        and not exists (select from relations r where r.source_id = e.id
          and ${relatedBy('r', 'spawns_agenda_point')})))`,
    ),
  agenda: () => owned('belongs_to_tor', 'agenda_point', waitsForAgenda('e')),
  ballots: ({ user }) =>
    owned('belongs_to_tor', 'agenda_point', waitsForVote(sql`e.id`, sql`${user}::bigint`)),
  opinions: ({ user }) =>
    owned(
      'belongs_to_tor',
      'agenda_point',
      sql`${status('scheduled')} in ('scheduled', 'in_progress') and e.properties ->> 'item_type' = 'decision'
        and exists (select from relations r where r.source_id = e.id and ${relatedBy('r', 'considers_coa')})
        and not exists (select from relations given
          join relations own on given.source_id in (own.source_id, own.target_id)
            and ${relatedBy('own', 'opinion_by')}
          where given.target_id = e.id and ${relatedBy('given', 'opinion_on')}
            and ${user}::bigint in (own.source_id, own.target_id))`,
    ),
  minutes: ({ user, day }) => sql`
    from tor join relations held on held.target_id = tor.id and ${relatedBy('held', 'belongs_to_tor')}
      join relations minuted on minuted.source_id = held.source_id and ${relatedBy('minuted', 'minutes_of')}
      join entities meeting on meeting.id = held.source_id
      join entities e on e.id = minuted.target_id and e.entity_type = 'minutes' and (${status('draft')} <> 'approved'
        or e.properties ->> 'approved_date' >= to_char((${day})::date - 60, 'YYYY-MM-DD')
          and ${waitsForSignature(sql`e.id`, 'meeting', { user: sql`${user}::bigint`, standing: sql`tor.standing` })})`,
  actions: ({ user, day }) =>
    owned(
      'belongs_to_tor',
      'action_item',
      sql`${status('open')} <> 'done'
        and exists (select from relations given where given.source_id = e.id
          and ${relatedBy('given', 'assigned_to')}
          and (given.target_id = ${user}::bigint or given.target_id in (
            select fills.target_id from relations fills where fills.source_id = ${user}::bigint
              and ${relatedBy('fills', 'fills_position')} and ${isInForce('fills', day)})))`,
    ),
};

/** A suggestion has no title; its label is cut within a word. */
const label = sql`case when e.entity_type = 'suggestion' then coalesce(left(e.properties ->> 'description', 400), e.label) else e.label end`;

/** Whether the agenda of the meeting `m` can still change. */
const isOpen = sql`coalesce(nullif(m.properties ->> 'status', ''), 'projected') in ${openStatuses}`;

/** The next meeting of the committee `c` that is stored and has an open agenda. */
const nextMeetingIn = (day: RawBuilder<string>) => sql`(
  select d.meeting_id from meeting_days d join entities m on m.id = d.meeting_id and ${isOpen}
  where d.tor_id = c.id and d.meeting_date >= ${day} order by d.meeting_date, d.meeting_id limit 1)`;

/** The date of the meeting on whose agenda an agenda point is. */
const meets = sql`case e.entity_type when 'agenda_point' then (
  select min(m.properties ->> 'meeting_date') from relations planned
    join entities m on m.id = planned.target_id and m.entity_type = 'meeting'
      and ${isOpen}
  where planned.source_id = e.id and ${relatedBy('planned', 'scheduled_for_meeting')}) end`;

const rowsOf = (
  from: RawBuilder<unknown>,
  user: string,
  committee: string | undefined,
): RawBuilder<unknown> => sql`(
  select coalesce(jsonb_agg(to_jsonb(line) order by line.since), '[]') from (
    select distinct on (e.id) e.id::text as id, ${label} as label, jsonb_build_object('id', tor.id::text, 'label', tor.label) as committee,
      tor.standing, tor.next_meeting::text as "nextMeeting", to_char(coalesce(
        (select max(m.moved_at) from workflow_moves m where m.item_id = e.id), e.created_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since,
      e.properties - 'description' - 'rationale' - 'notes' - 'roll_call_data' - 'structured_attendance' as properties,
      coalesce(e.properties ->> 'submitted_by_id' = ${user}, false) as "isOwn", ${meets} as meets
    ${from}
    where ${committee === undefined ? sql`true` : sql`tor.id = ${committee}`}
    order by e.id desc limit ${sql.lit(mostRead)}) line)`;
