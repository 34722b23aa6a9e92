import type { Committee as InPath } from '../authority/index.ts';
import { scheduleOf } from '../meetings/index.ts';
import { isDay } from '../ontology/property.ts';
import { type HolidayRule, holidayRules } from './cadence.ts';
import type { Committee } from './event.ts';

/** As stored: a property that is missing is `null`. */
export type StoredCommittee = Pick<Committee, Named> & Record<Property, string | null>;
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

/** Missing or unreadable properties have their default (spec calendar#cadences). */
export function committeeFrom(stored: StoredCommittee): Committee {
  const { anchor, holidayRule, time, minutes } = stored;
  return {
    ...stored,
    cadence: stored.cadence ?? 'ad-hoc',
    weekday: stored.weekday ?? '',
    anchor: anchor !== null && isDay(anchor) ? anchor : null,
    holidayRule: isHolidayRule(holidayRule) ? holidayRule : 'keep',
    ...scheduleOf({ time, minutes }),
    location: stored.location ?? '',
  };
}

const isHolidayRule = (text: string | null): text is HolidayRule =>
  (holidayRules as readonly (string | null)[]).includes(text);

/** The committee in a path, as the calendar needs it. */
export function committeeInPath(committee: InPath, mayConfirm: boolean): Committee {
  const { id, label, name, isActive, properties, version, updatedAt, isMember } = committee;
  const property = (key: string): string | null => properties[key] ?? null;
  return committeeFrom({
    ...{ id, label, name, version, mayConfirm, isOwn: isMember },
    updatedAt: updatedAt.toISOString(),
    isMeeting: isActive && (properties['status'] ?? 'active') === 'active',
    cadence: property('meeting_cadence'),
    weekday: property('cadence_day'),
    anchor: property('cadence_anchor'),
    holidayRule: property('holiday_rule'),
    time: property('cadence_time'),
    minutes: property('cadence_duration_minutes'),
    location: property('default_location'),
  });
}
