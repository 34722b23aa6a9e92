import type { Committee } from '../authority/index.ts';
import { alphabetical } from '../ui/words.ts';
import { type AgendaPlan, planOf } from './agenda/rules.ts';
import type { Meeting, Named } from './meeting.ts';
import { type Schedule, scheduleOf, timeAfter } from './schedule.ts';

/** The schedule of a committee's meetings. */
const scheduleIn = ({ properties }: Pick<Committee, 'properties'>): Schedule =>
  scheduleOf({
    time: properties['cadence_time'],
    minutes: properties['cadence_duration_minutes'],
  });

/** The agenda of a meeting with its times. */
export function agendaPlan(
  committee: Pick<Committee, 'properties'>,
  { entries }: Pick<Meeting, 'entries'>,
  now: Date,
): AgendaPlan {
  const { time, minutes } = scheduleIn(committee);
  return planOf(entries, { begins: time, duration: minutes, now });
}

/** When and where a meeting takes place. */
interface WhenAndWhere {
  readonly time: string;
  readonly end: string;
  /** Its own location, or the committee's. */
  readonly place: string;
}

export function whenAndWhere(
  committee: Pick<Committee, 'properties'>,
  { properties }: Pick<Meeting, 'properties'>,
): WhenAndWhere {
  const { time, minutes } = scheduleIn(committee);
  const place = properties['location'] || committee.properties['default_location'] || '';
  return { time, end: timeAfter(time, minutes), place };
}

/** Members of a committee on the day of a meeting, each once, by name. */
export function membersOf({
  attendance: { positions },
}: Pick<Meeting, 'attendance'>): readonly Named[] {
  const members = positions.flatMap(({ holders }) =>
    holders.map(({ userId, username, user }) => [userId, username, user] as const),
  );
  return [...new Map(members.map(([id, name, label]) => [id, { id, name, label }])).values()].sort(
    (one, other) => alphabetical(one.label, other.label),
  );
}

/** An address in the remote access of a meeting, to join it with one click. */
export const addressIn = (text: string): string | undefined =>
  /\bhttps?:\/\/[^\s<>"]+/i.exec(text)?.[0];
