import { type RawBuilder, sql } from 'kysely';
import { type Day, dayAt, isInForce } from '../authority/index.ts';
import type { Db } from '../db/database.ts';
import { onlyRow } from '../db/only-row.ts';
import type { Actor } from '../ontology/actor.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { type Definition, definitionOf } from '../workflow/index.ts';
import type { MeetingLine } from './meeting.ts';

/** A part of a list that goes on if there are more. */
export interface Part {
  readonly lines: readonly MeetingLine[];
  readonly goesOn: boolean;
}

export interface MeetingLists {
  /** Statuses of meetings. */
  readonly definition: Definition;
  readonly coming: Part;
  readonly past: Part;
}

/** The parts to read: page numbers from 1. */
export interface Parts {
  readonly coming: number;
  readonly past: number;
}

/** Lines on a page of a list (spec meetings#list). */
const linesPerPage = 50;

type Reader = Pick<Actor, 'id' | 'permissions'>;

/**
 * Returns a part of the coming and of the past meetings that a user may see, in one statement: those
 * of the committees in which they hold a position; all with `tor.edit` or `workflow.manage` (spec
 * meetings#list).
 */
export async function listMeetings(
  db: Db,
  reader: Reader,
  now: Date,
  parts: Parts,
): Promise<MeetingLists> {
  const today = dayAt(now);
  const { rows } = await sql<{
    definition: Definition;
    coming: MeetingLine[];
    past: MeetingLine[];
  }>`
    with day as materialized (select ${today} as today)
    select ${definitionOf('meeting')} as definition, ${linesOf(reader, today, 'coming', parts.coming)} as coming,
      ${linesOf(reader, today, 'past', parts.past)} as past from day`.execute(db);
  const { definition, coming, past } = onlyRow(rows);
  return { definition, coming: partOf(coming), past: partOf(past) };
}

const partOf = (lines: readonly MeetingLine[]): Part => ({
  lines: lines.slice(0, linesPerPage),
  goesOn: lines.length > linesPerPage,
});

type Which = 'coming' | 'past';

const isAmong = (which: Which) =>
  which === 'coming'
    ? sql`d.meeting_date >= (select today from day)`
    : sql`d.meeting_date < (select today from day)`;
const inOrder = (which: Which) =>
  which === 'coming'
    ? sql`d.meeting_date, d.meeting_id`
    : sql`d.meeting_date desc, d.meeting_id desc`;

/** Rows of `meeting_days`, in order; for members, each of their committees is read by its index. */
function daysOf(
  { id, permissions }: Reader,
  day: Day,
  which: Which,
  limit: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const order = inOrder(which);
  if (permissions.has('tor.edit') || permissions.has('workflow.manage'))
    return sql`select d.* from meeting_days d where ${isAmong(which)} order by ${order} limit ${limit}`;
  return sql`select d.* from (
        select distinct belongs.target_id as tor_id from relations fills
          join entities position on position.id = fills.target_id and position.entity_type = 'tor_function'
          join relations belongs on belongs.source_id = position.id and ${relatedBy('belongs', 'belongs_to_tor')}
        where fills.source_id = ${id ?? '0'} and ${relatedBy('fills', 'fills_position')}
          and ${isInForce('fills', day)}) own
      cross join lateral (select d.* from meeting_days d where d.tor_id = own.tor_id and ${isAmong(which)}
        order by ${order} limit ${limit}) d
      order by ${order} limit ${limit}`;
}

function linesOf(reader: Reader, day: Day, which: Which, page: number): RawBuilder<unknown> {
  const offset = (page - 1) * linesPerPage;
  const limit = sql`${page * linesPerPage + 1}::integer`;
  return sql`(select coalesce(json_agg(${lineOf} order by x.place), '[]'::json) from (
      select d.*, row_number() over (order by ${inOrder(which)}) as place
      from (${daysOf(reader, day, which, limit)}) d) x
    join entities m on m.id = x.meeting_id join entities t on t.id = x.tor_id
    where x.place > ${offset}::integer)`;
}

const lineOf = sql`json_build_object('id', m.id::text, 'label', m.label, 'tor', t.id::text, 'torLabel', t.label,
  'date', x.meeting_date, 'status', coalesce(m.properties ->> 'status', 'projected'),
  'items', ${itemCountOf(sql`m.id`)}, 'hasMinutes', ${hasMinutes(sql`m.id`)})`;

/** How many agenda points a meeting has, for any statement. */
export function itemCountOf(meeting: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`(select count(*)::integer from relations point
    where point.target_id = ${meeting} and ${relatedBy('point', 'scheduled_for_meeting')})`;
}

/** Whether a meeting has minutes, for any statement. */
export function hasMinutes(meeting: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`exists (select from relations written
    where written.source_id = ${meeting} and ${relatedBy('written', 'minutes_of')})`;
}
