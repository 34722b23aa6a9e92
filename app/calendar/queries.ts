import { type RawBuilder, sql } from 'kysely';
import { capable, type Day, dayAt, heldPositions, holdsIn } from '../authority/index.ts';
import type { Db } from '../db/database.ts';
import type { Actor } from '../ontology/actor.ts';
import { relationTypeId } from '../ontology/permissions.ts';
import { isDay } from '../ontology/property.ts';
import { firstTimeZone } from '../time-zone.ts';
import { type HolidayRule, holidayRules } from './cadence.ts';
import type { Committee, StoredMeeting } from './event.ts';
import type { CalendarContent, DateRange } from './expand.ts';
import { holidaysIn } from './holidays.ts';

/** What all calendars of an installation share. */
export interface CalendarSettings {
  readonly timeZone: string;
  /** The date in that zone. */
  readonly today: string;
  readonly holidays: ReadonlySet<number>;
}

/** Reads the zone with its date, and the holidays. */
export async function readCalendarSettings(db: Db, now: Date): Promise<CalendarSettings> {
  const { rows } = await sql<StoredSettings>`
    select ${dayAt(now)} as today, ${setting('app.time_zone')} as zone, ${setting('app.holidays')} as holidays`.execute(
    db,
  );
  const { today = '', zone, holidays } = rows[0] ?? {};
  return {
    today,
    timeZone: firstTimeZone(zone ?? undefined),
    holidays: holidaysIn(holidays ?? ''),
  };
}

interface StoredSettings {
  readonly today: string;
  readonly zone: string | null;
  readonly holidays: string | null;
}

const setting = (name: string): RawBuilder<string | null> =>
  sql`(select properties ->> 'value' from entities where entity_type = 'setting' and name = ${name})`;

/** Who reads, and when. */
export interface CalendarReader {
  readonly actor: Pick<Actor, 'id' | 'permissions'>;
  readonly now: Date;
}

/** SQL condition on a committee `t`. */
export type Which = RawBuilder<boolean>;

const all: Which = sql<boolean>`true`;

/** The committees in which a user holds a position on a day. */
export const committeesOf = (userId: string, day: Day): Which =>
  sql<boolean>`exists (select ${heldPositions(sql`${userId}::bigint`, sql`t.id`, day)})`;

/**
 * Reads the committees and the stored meetings of a range, in one statement with one row (spec
 * calendar#events).
 */
export async function readCalendar(
  db: Db,
  reader: CalendarReader,
  { start, end }: DateRange,
  where: Which = all,
): Promise<Pick<CalendarContent, 'committees' | 'meetings'>> {
  const { rows } = await sql<{ committees: StoredCommittee[]; meetings: StoredMeeting[] }>`
    with m as materialized (
      select m.id, b.target_id as tor, m.properties as p, m.version, m.updated_at
      from entities m join relations b on b.source_id = m.id and b.relation_type_id = ${relationTypeId('belongs_to_tor')}
        join entities t on t.id = b.target_id and t.entity_type = 'tor' and ${where}
      where m.entity_type = 'meeting' and ${isBetween(sql`m.properties ->> 'meeting_date'`, { start, end })}
      union
      select m.id, b.target_id, m.properties, m.version, m.updated_at
      from entities m join relations b on b.source_id = m.id and b.relation_type_id = ${relationTypeId('belongs_to_tor')}
        join entities t on t.id = b.target_id and t.entity_type = 'tor' and ${where}
      where m.entity_type = 'meeting' and ${isBetween(sql`m.properties ->> 'occurrence_date'`, { start, end })}),
    t as materialized (
      select t.*, t.is_active and coalesce(t.properties ->> 'status', 'active') = 'active' as is_meeting
      from entities t where t.entity_type = 'tor' and ${where})
    select (select coalesce(json_agg(${committeeOf(reader)}), '[]') from t
        where t.is_meeting or t.id in (select tor from m)) as committees,
      (select coalesce(json_agg(json_build_object('id', m.id::text, 'torId', m.tor::text, 'date', m.p ->> 'meeting_date',
          'occurrence', m.p ->> 'occurrence_date', 'status', coalesce(m.p ->> 'status', 'projected'),
          'location', coalesce(m.p ->> 'location', ''), 'version', m.version::text, 'updatedAt', m.updated_at) order by m.id), '[]')
        from m) as meetings`.execute(db);
  const { committees = [], meetings = [] } = rows[0] ?? {};
  return { committees: committees.map(committee), meetings };
}

const isBetween = (date: RawBuilder<unknown>, { start, end }: DateRange): RawBuilder<boolean> =>
  sql<boolean>`(${date}) between ${start} and ${end}`;

const committeeOf = ({ actor, now }: CalendarReader): RawBuilder<unknown> => sql`json_build_object(
  'id', t.id::text, 'label', t.label, 'name', t.name, 'isMeeting', t.is_meeting,
  'cadence', t.properties ->> 'meeting_cadence', 'weekday', t.properties ->> 'cadence_day',
  'anchor', t.properties ->> 'cadence_anchor', 'holidayRule', t.properties ->> 'holiday_rule',
  'time', t.properties ->> 'cadence_time', 'minutes', t.properties ->> 'cadence_duration_minutes',
  'location', t.properties ->> 'default_location', 'version', t.version::text, 'updatedAt', t.updated_at,
  'isOwn', ${committeesOf(actor.id ?? '0', dayAt(now))},
  'mayConfirm', ${holdsIn(capable('can_call_meetings'), actor, sql`t.id`, dayAt(now))})`;

/** As stored: a property that is missing is `null`. */
type StoredCommittee = Pick<Committee, Named> & Record<Property, string | null>;
type Named =
  | 'id'
  | 'label'
  | 'name'
  | 'isMeeting'
  | 'mayConfirm'
  | 'isOwn'
  | 'version'
  | 'updatedAt';
type Property = Exclude<keyof Committee, Named>;

/** What is missing or unreadable has the usual value (spec calendar#cadences). */
function committee(stored: StoredCommittee): Committee {
  const { anchor, holidayRule, time, minutes } = stored;
  return {
    ...stored,
    cadence: stored.cadence ?? 'ad-hoc',
    weekday: stored.weekday ?? '',
    anchor: anchor !== null && isDay(anchor) ? anchor : null,
    holidayRule: (holidayRules as readonly (string | null)[]).includes(holidayRule)
      ? (holidayRule as HolidayRule)
      : 'keep',
    time: time !== null && /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? time : '09:00',
    minutes: /^\d{1,4}$/.test(minutes ?? '') && Number(minutes) > 0 ? Number(minutes) : 60,
    location: stored.location ?? '',
  };
}
