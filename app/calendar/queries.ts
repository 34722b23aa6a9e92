import { type RawBuilder, sql } from 'kysely';
import { capable, dayAt, heldPositions, isMetBy } from '../authority/index.ts';
import type { Db } from '../db/database.ts';
import { hasMinutes, itemCountOf } from '../meetings/index.ts';
import type { Actor } from '../ontology/actor.ts';
import { totalOf } from '../ontology/list/index.ts';
import { relatedBy } from '../ontology/permissions.ts';
import { firstTimeZone } from '../time-zone.ts';
import { committeeFrom, type StoredCommittee } from './committee.ts';
import type { StoredMeeting } from './event.ts';
import type { CalendarContent, DateRange } from './expand.ts';
import { holidaysIn } from './holidays.ts';
import type { CommitteePlace } from './parts.ts';
import { mostByName } from './rules.ts';
import type { Whose } from './schema.ts';

/** Settings that all calendars of an installation share. */
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
  return settingsFrom(rows[0] ?? {});
}

interface CommitteesWanted {
  /** Id of the only committee; `undefined`: all. */
  readonly tor: string | undefined;
  /** Place of the first committee, as text; `undefined`: from the beginning. */
  readonly from: readonly string[] | undefined;
  readonly most: number;
}

/** Reads the settings, and the places of the next committees, in one statement. */
export async function readCommitteePlaces(
  db: Db,
  now: Date,
  { tor, from, most }: CommitteesWanted,
): Promise<CalendarSettings & { readonly committees: readonly CommitteePlace[] }> {
  const [order = '', id = ''] = from ?? [];
  const { rows } = await sql<StoredSettings & { committees: readonly CommitteePlace[] }>`
    select ${dayAt(now)} as today, ${setting('app.time_zone')} as zone, ${setting('app.holidays')} as holidays,
      (select coalesce(json_agg(json_build_object('sortOrder', c.sort_order, 'id', c.id::text) order by c.sort_order, c.id), '[]')
        from (select e.sort_order, e.id from entities e where e.entity_type = 'tor'
          and ${tor === undefined ? sql`true` : sql`e.id = ${tor}`}
          and ${from === undefined ? sql`true` : sql`(e.sort_order, e.id) >= (${order}::bigint, ${id}::bigint)`}
        order by e.sort_order, e.id limit ${most}) c) as committees`.execute(db);
  const { committees = [], ...stored } = rows[0] ?? {};
  return { ...settingsFrom(stored), committees };
}

/** The settings of a calendar of several committees. */
interface ReaderSettings extends CalendarSettings {
  /** Whether the reader holds a position in a committee that meets. */
  readonly hasOwn: boolean;
  /** Whether there are more committees than one page shows. */
  readonly hasMany: boolean;
}

/** Reads the settings, and which committees a page can show. */
export async function readReaderSettings(
  db: Db,
  { actor, now }: CalendarReader,
): Promise<ReaderSettings> {
  const { rows } = await sql<StoredSettings & Pick<ReaderSettings, 'hasOwn' | 'hasMany'>>`
    select ${dayAt(now)} as today, ${setting('app.time_zone')} as zone, ${setting('app.holidays')} as holidays,
      exists (select from entities own where own.id in (
        select belongs.target_id ${heldBy({ actor, now })})
        and own.entity_type = 'tor' and ${isMeeting('own')}) as "hasOwn",
      ${totalOf('tor')} > ${sql.lit(mostByName)} as "hasMany"`.execute(db);
  const { hasOwn = false, hasMany = false, ...stored } = rows[0] ?? {};
  return { ...settingsFrom(stored), hasOwn, hasMany };
}

function settingsFrom({ today = '', zone, holidays }: Partial<StoredSettings>): CalendarSettings {
  return {
    today,
    timeZone: firstTimeZone(zone ?? undefined),
    holidays: holidaysIn(holidays ?? ''),
  };
}

/** Meetings of one committee: all from today on, and a page of those before, newest first. */
interface CommitteeMeetings extends CalendarSettings {
  readonly coming: readonly StoredMeeting[];
  readonly past: readonly StoredMeeting[];
  readonly pastCount: number;
}

/** Most stored meetings from today on that a page reads. */
const mostComing = 300;

/** Reads the settings and the meetings of a committee, in one statement with one row. */
export async function readCommitteeMeetings(
  db: Db,
  tor: string,
  { now, page, size }: { readonly now: Date; readonly page: number; readonly size: number },
): Promise<CommitteeMeetings> {
  const { rows } = await sql<StoredSettings & Omit<CommitteeMeetings, keyof CalendarSettings>>`
    with day as materialized (select ${dayAt(now)} as today),
    own as materialized (
      select m.id, b.target_id as tor, m.properties as p, m.version, m.updated_at
      from relations b join entities m on m.id = b.source_id and m.entity_type = 'meeting'
      where b.target_id = ${tor} and ${relatedBy('b', 'belongs_to_tor')}),
    past as materialized (select * from own where p ->> 'meeting_date' < (select today from day))
    select day.today, ${setting('app.time_zone')} as zone, ${setting('app.holidays')} as holidays,
      (select coalesce(json_agg(${workJson} order by m.p ->> 'meeting_date', m.id), '[]') from (
        select * from own where greatest(p ->> 'meeting_date', p ->> 'occurrence_date') >= (select today from day)
        order by p ->> 'meeting_date', id limit ${mostComing}) m) as coming,
      (select coalesce(json_agg(${workJson} order by m.p ->> 'meeting_date' desc, m.id desc), '[]') from (
        select * from past order by p ->> 'meeting_date' desc, id desc
        limit ${size} offset ${(page - 1) * size}) m) as past,
      (select count(*)::integer from past) as "pastCount"
    from day`.execute(db);
  const { coming = [], past = [], pastCount = 0, ...stored } = rows[0] ?? {};
  return { ...settingsFrom(stored), coming, past, pastCount };
}

/** The date of a meeting of a committee; `undefined` if there is none with this id. */
export async function meetingDate(
  db: Db,
  tor: string,
  meeting: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ date: string }>`
    select m.properties ->> 'meeting_date' as date
    from entities m join relations b on b.source_id = m.id and b.target_id = ${tor}
      and ${relatedBy('b', 'belongs_to_tor')}
    where m.id = ${meeting} and m.entity_type = 'meeting'`.execute(db);
  return rows[0]?.date;
}

interface StoredSettings {
  readonly today: string;
  readonly zone: string | null;
  readonly holidays: string | null;
}

const setting = (name: string): RawBuilder<string | null> =>
  sql`(select properties ->> 'value' from entities where entity_type = 'setting' and name = ${name})`;

/** Who reads, and when. */
interface CalendarReader {
  readonly actor: Pick<Actor, 'id' | 'permissions'>;
  readonly now: Date;
}

/** SQL condition on a committee `t`; `held` are those in which the reader holds a position. */
export type Which = RawBuilder<boolean>;

const all: Which = sql<boolean>`true`;

/** The committees in which the reader holds a position. */
export const ownCommittees: Which = sql<boolean>`t.id in (select held.tor from held)`;

/** The own committees, and the first by name. */
const firstCommittees: Which = sql<boolean>`t.id = any(array(
  select held.tor from held union (
    select e.id from entities e where e.entity_type = 'tor'
    order by lower(e.label), e.id limit ${sql.lit(mostByName)})))`;

/** The committees that a page shows: the own ones unless there are none, or all are asked for. */
export function committeesShown(
  whose: Whose | undefined,
  { hasOwn, hasMany }: Pick<ReaderSettings, 'hasOwn' | 'hasMany'>,
): Which {
  if ((whose ?? (hasOwn ? 'mine' : 'all')) === 'mine') return ownCommittees;
  return hasMany ? firstCommittees : all;
}

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
  const isBetween = (date: RawBuilder<unknown>) => sql`(${date} between ${start} and ${end})`;
  const { rows } = await sql<{ committees: RowCommittee[]; meetings: StoredMeeting[] }>`
    with held as materialized (
      select belongs.target_id as tor, bool_or(position.properties ->> 'can_call_meetings' = 'true') as calls
      ${heldBy(reader)} group by 1),
    t as materialized (
      select t.*, ${isMeeting('t')} as is_meeting from entities t where t.entity_type = 'tor' and ${where}),
    days as (
      select d.* from t join meeting_days d on d.tor_id = t.id and ${isBetween(sql`d.meeting_date`)}
      union all
      select d.* from t join meeting_days d on d.tor_id = t.id and ${isBetween(sql`d.moved_from`)}
      where not ${isBetween(sql`d.meeting_date`)}),
    m as materialized (
      select m.id, days.tor_id as tor, m.properties as p, m.version, m.updated_at
      from days join entities m on m.id = days.meeting_id)
    select (select coalesce(json_agg(${committeeJson}), '[]') from t left join held on held.tor = t.id
        where t.is_meeting or t.id in (select tor from m)) as committees,
      (select coalesce(json_agg(${meetingJson} order by m.id), '[]') from m) as meetings`.execute(
    db,
  );
  const { committees = [], meetings = [] } = rows[0] ?? {};
  return { committees: committees.map(mayConfirm(reader)).map(committeeFrom), meetings };
}

/** `from …`: the positions that a reader holds, of the committees `belongs.target_id`. */
const heldBy = ({ actor, now }: CalendarReader) =>
  heldPositions(sql`${actor.id ?? '0'}::bigint`, sql`belongs.target_id`, dayAt(now));

/** Whether a committee is active and not archived, so that its cadence is expanded. */
function isMeeting(committee: 't' | 'own'): RawBuilder<boolean> {
  const of = sql.ref(committee);
  return sql`(${of}.is_active and coalesce(${of}.properties ->> 'status', 'active') = 'active')`;
}

/** A `StoredMeeting` from `m`, with the committee as `tor` and properties as `p`. */
const meetingJson = sql`json_build_object('id', m.id::text, 'torId', m.tor::text, 'date', m.p ->> 'meeting_date',
  'occurrence', m.p ->> 'occurrence_date', 'status', coalesce(m.p ->> 'status', 'projected'),
  'location', coalesce(m.p ->> 'location', ''), 'version', m.version::text, 'updatedAt', m.updated_at)`;

/** The same with the work done for it. */
const workJson = sql`(${meetingJson})::jsonb || jsonb_build_object(
  'items', ${itemCountOf(sql`m.id`)}, 'hasMinutes', ${hasMinutes(sql`m.id`)})`;

/** A committee `t`, with what the reader holds in it. */
const committeeJson = sql`json_build_object(
  'id', t.id::text, 'label', t.label, 'name', t.name, 'isMeeting', t.is_meeting,
  'cadence', t.properties ->> 'meeting_cadence', 'weekday', t.properties ->> 'cadence_day',
  'anchor', t.properties ->> 'cadence_anchor', 'holidayRule', t.properties ->> 'holiday_rule',
  'time', t.properties ->> 'cadence_time', 'minutes', t.properties ->> 'cadence_duration_minutes',
  'location', t.properties ->> 'default_location', 'version', t.version::text, 'updatedAt', t.updated_at,
  'isOwn', held.tor is not null, 'mayCall', coalesce(held.calls, false))`;

type RowCommittee = Omit<StoredCommittee, 'mayConfirm'> & { readonly mayCall: boolean };

const mayConfirm =
  ({ actor }: CalendarReader) =>
  ({ mayCall, ...committee }: RowCommittee): StoredCommittee => {
    const capabilities = new Set(mayCall ? (['can_call_meetings'] as const) : []);
    const standing = { isMember: committee.isOwn, capabilities };
    const may = isMetBy(capable('can_call_meetings'), actor.permissions, standing);
    return { ...committee, mayConfirm: may };
  };
