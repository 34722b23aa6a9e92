import { type RawBuilder, sql } from 'kysely';
import type { Day } from '../authority/index.ts';
import { isDay } from '../ontology/property.ts';
import { type HolidayRule, holidayRules, occurrences } from './cadence.ts';
import { dateOf, dayOf } from './days.ts';
import { holidaysIn } from './holidays.ts';
import { mostDays } from './rules.ts';

/** The data that the next meeting of a committee follows from, as one JSON value of a statement. */
export interface Ahead {
  readonly today: string;
  readonly isMeeting: boolean;
  readonly cadence: string | null;
  readonly weekday: string | null;
  readonly anchor: string | null;
  readonly holidayRule: string | null;
  readonly holidays: string | null;
  readonly time: string | null;
  /** Stored meetings of the days ahead. */
  readonly meetings: readonly {
    readonly id: string;
    readonly date: string | null;
    readonly occurrence: string | null;
    readonly status: string;
  }[];
}

/** A coming meeting of a committee. */
export interface NextMeeting {
  /** Absent if it is not stored. */
  readonly id?: string;
  /** YYYY-MM-DD */
  readonly date: string;
  /** HH:MM */
  readonly time: string;
  /** `projected` if it is not stored. */
  readonly status: string;
}

const setting = (name: string) =>
  sql`(select properties ->> 'value' from entities where entity_type = 'setting' and name = ${name})`;

/**
 * SQL of what `nextMeeting` needs, for any statement over committees.
 * @param alias of the committee's row in `entities`
 */
export const aheadOf = (alias: string, day: Day): RawBuilder<Ahead> => {
  const own = (key: string) => sql`${sql.ref(`${alias}.properties`)} ->> ${sql.lit(key)}`;
  const last = sql`to_char(${day}::date + ${sql.lit(mostDays)}::integer, 'YYYY-MM-DD')`;
  const isAhead = (key: string) => sql`m.properties ->> ${sql.lit(key)} between ${day} and ${last}`;
  return sql<Ahead>`json_build_object(
    'today', ${day}, 'holidays', ${setting('app.holidays')},
    'isMeeting', ${sql.ref(`${alias}.is_active`)} and coalesce(nullif(${own('status')}, ''), 'active') = 'active',
    'cadence', ${own('meeting_cadence')}, 'weekday', ${own('cadence_day')},
    'anchor', ${own('cadence_anchor')}, 'holidayRule', ${own('holiday_rule')}, 'time', ${own('cadence_time')},
    'meetings', (select coalesce(json_agg(json_build_object('id', m.id::text, 'date', m.properties ->> 'meeting_date',
        'occurrence', m.properties ->> 'occurrence_date',
        'status', coalesce(m.properties ->> 'status', 'projected'))), '[]')
      from meeting_days d join entities m on m.id = d.meeting_id
      where d.tor_id = ${sql.ref(`${alias}.id`)}
        and (${isAhead('meeting_date')} or ${isAhead('occurrence_date')})))`;
};

const over: readonly string[] = ['cancelled', 'completed'];

/** The next meeting from today on, stored or projected; `undefined` if there is none in 90 days. */
export const nextMeeting = (ahead: Ahead): NextMeeting | undefined => comingMeetings(ahead)[0];

/** The meetings of the 90 days from today on, stored and projected, by date. */
export function comingMeetings(ahead: Ahead): readonly NextMeeting[] {
  const { today, meetings, isMeeting, time } = ahead;
  const first = dayOf(today);
  const range = { first, last: first + mostDays };
  const days = isMeeting
    ? occurrences(cadenceOf(ahead), range, holidaysIn(ahead.holidays ?? ''))
    : [];
  const dates = new Map<string, Pick<NextMeeting, 'id' | 'status'>>(
    days.map((day) => [dateOf(day), { status: 'projected' }]),
  );
  for (const { date, occurrence } of meetings) {
    if (occurrence !== null) dates.delete(occurrence);
    if (date !== null) dates.delete(date);
  }
  for (const { id, date, status } of meetings)
    if (date !== null && date >= today && !over.includes(status)) dates.set(date, { id, status });
  return [...dates]
    .map(([date, meeting]) => ({ date, time: time || '09:00', ...meeting }))
    .toSorted((one, other) => (one.date < other.date ? -1 : 1));
}

const cadenceOf = ({ cadence, weekday, anchor, holidayRule }: Ahead) => ({
  ...{ cadence: cadence ?? 'ad-hoc', weekday: weekday ?? '' },
  anchor: anchor !== null && isDay(anchor) ? anchor : null,
  holidayRule: holidayRules.find((rule): rule is HolidayRule => rule === holidayRule) ?? 'keep',
});
