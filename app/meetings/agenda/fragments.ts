import { type RawBuilder, sql } from 'kysely';
import { relatedBy, relationTypeId } from '../../ontology/permissions.ts';
import { storedNumber } from '../../ontology/stored-id.ts';
import type { Entry, Waiting } from '../entry.ts';

type Sql = RawBuilder<unknown>;

/** How many entries an agenda shows, and how many points may wait for it. */
const [mostEntries, mostWaiting] = [200, 100];

/** The entries on the agenda of a meeting: its relations as `s`, the entries as `a`. */
export const entriesAt = (meeting: Sql): Sql => sql`from relations s
    join entities a on a.id = s.source_id and a.entity_type in ('agenda_point', 'meeting_entry')
  where s.target_id = ${meeting}
    and s.relation_type_id in (${relationTypeId('scheduled_for_meeting')}, ${relationTypeId('entry_of')})`;

/** The order of an agenda: by number; without one last, by id (spec meetings#order). */
export const entryOrder: Sql = sql`${storedNumber(sql`s.properties ->> 'agenda_order'`)} nulls last, a.id`;

/**
 * The agenda of a meeting as one JSON value, for any statement.
 * @param meeting SQL of its id
 */
export const entriesOf = (meeting: Sql): RawBuilder<readonly Entry[]> => sql<readonly Entry[]>`(
  select coalesce(json_agg(json_build_object(
    'id', a.id::text,
    'kind', case when a.entity_type = 'agenda_point' then 'point' else coalesce(a.properties ->> 'kind', 'section') end,
    'title', a.label,
    'minutes', ${storedNumber(sql`coalesce(a.properties ->> 'time_allocation_minutes', a.properties ->> 'minutes')`)},
    'status', case when a.entity_type = 'agenda_point' then coalesce(a.properties ->> 'status', 'scheduled') end,
    'itemType', a.properties ->> 'item_type',
    'presenter', nullif(a.properties ->> 'presenter', ''),
    'used', coalesce(${storedNumber(sql`a.record ->> 'used_seconds'`)}, 0),
    'runningSince', a.record ->> 'running_since',
    'notes', coalesce(a.record ->> 'notes', ''),
    'notesVersion', coalesce(${storedNumber(sql`a.record ->> 'notes_version'`)}, 0)) order by a.place), '[]'::json)
  from (
    select a.id, a.entity_type, a.label, a.properties, s.properties as record,
      row_number() over (order by ${entryOrder}) as place
    ${entriesAt(meeting)} order by ${entryOrder} limit ${sql.lit(mostEntries)}) a)`;

/** Statuses of meetings at which a point still stands on the agenda. */
export const openStatuses = sql`('projected', 'confirmed', 'in_progress')`;

/**
 * Whether an agenda point is open and on no agenda of a meeting that is still to come.
 * @param point alias of its entity
 */
export const waitsForAgenda = (point: string): RawBuilder<boolean> => sql<boolean>`(
  coalesce(${sql.ref(`${point}.properties`)} ->> 'status', 'scheduled') not in ('voted', 'completed')
  and not exists (select from relations s join entities other on other.id = s.target_id
      and other.entity_type = 'meeting' and coalesce(other.properties ->> 'status', 'projected') in ${openStatuses}
    where s.source_id = ${sql.ref(`${point}.id`)} and ${relatedBy('s', 'scheduled_for_meeting')}))`;

/** The last meeting of a committee that was held before a date, as SQL of its id. */
export const lastMeeting = (body: Sql, date: Sql): RawBuilder<string | null> => sql<
  string | null
>`(select d.meeting_id from meeting_days d join entities held on held.id = d.meeting_id
    and held.properties ->> 'status' = 'completed'
  where d.tor_id = ${body} and d.meeting_date < ${date}
  order by d.meeting_date desc, d.meeting_id desc limit 1)`;

/** Whether the agenda point `a` stood on the agenda of a meeting. */
export const stoodOn = (meeting: Sql): RawBuilder<boolean> =>
  sql<boolean>`exists (select from relations s where s.source_id = a.id and s.target_id = ${meeting}
    and ${relatedBy('s', 'scheduled_for_meeting')})`;

/**
 * The agenda points of a committee that may come onto an agenda, as one JSON value: those left open
 * by the last meeting first, then by day (spec meetings#backlog).
 * @param date SQL of the meeting's date
 */
export const waitingIn = (body: Sql, date: Sql): RawBuilder<readonly Waiting[]> => sql<
  readonly Waiting[]
>`(
  select coalesce(json_agg(json_build_object('id', w.id::text, 'title', w.label, 'minutes', w.minutes,
      'itemType', w.item_type, 'priority', w.priority, 'date', w.day, 'isCarried', w.carried)
    order by w.carried desc, w.day nulls last, w.id), '[]'::json)
  from (
    select a.id, a.label, ${storedNumber(sql`a.properties ->> 'time_allocation_minutes'`)} as minutes,
      a.properties ->> 'item_type' as item_type, a.properties ->> 'priority' as priority,
      a.properties ->> 'scheduled_date' as day, coalesce(${stoodOn(lastMeeting(body, date))}, false) as carried
    from relations belongs join entities a on a.id = belongs.source_id and a.entity_type = 'agenda_point'
    where belongs.target_id = ${body} and ${relatedBy('belongs', 'belongs_to_tor')}
      and ${waitsForAgenda('a')}
    order by 7 desc, 6 nulls last, 1 limit ${sql.lit(mostWaiting)}) w)`;
