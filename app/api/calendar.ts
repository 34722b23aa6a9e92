import { sql } from 'kysely';
import { z } from 'zod';
import {
  eventJson,
  eventsIn,
  isTooLong,
  mostDays,
  rangeOf,
  readCalendar,
  readCalendarSettings,
} from '../calendar/index.ts';
import { notAccepted } from '../http/answers.ts';
import { may } from '../http/policy.ts';
import { isDay } from '../ontology/property.ts';
import type { Services } from '../services.ts';
import { type Operation, operation } from './operation.ts';
import { id } from './schema.ts';
import { texts } from './texts.ts';

const words = texts.members;

const day = (description: string) =>
  z
    .string()
    .refine(isDay, texts.refused.date)
    .optional()
    .meta({ format: 'date', examples: ['2026-03-01'], description });

const event = z
  .object({
    tor_id: id(),
    tor_name: z.string(),
    tor_label: z.string(),
    date: z.string().meta({ format: 'date' }),
    start_time: z.string().meta({ description: words.startTime }),
    duration_minutes: z.int(),
    location: z.string(),
    cadence: z.string().meta({ description: words.cadence }),
    can_confirm: z.boolean(),
    meeting_id: id().optional().meta({ description: words.meetingId }),
    meeting_status: z.string().optional(),
  })
  .meta({ id: 'CalendarEvent' });

const calendar = z.object({
  ...{ start: z.string().meta({ format: 'date' }), end: z.string().meta({ format: 'date' }) },
  time_zone: z.string(),
  items: z.array(event),
});

/** The calendar of committees, with the same events as its page (spec api#calendar). */
export function calendarOperations({ db, now }: Services): readonly Operation[] {
  return [
    operation({
      ...{ id: 'listCalendar', method: 'get', path: '/calendar', tag: 'governance', status: 200 },
      policy: may('tor.list'),
      query: z.object({
        ...{ start: day(words.rangeStart), end: day(words.rangeEnd) },
        tor_id: z
          .string()
          .regex(/^[1-9]\d{0,14}$/)
          .optional(),
      }),
      reply: calendar,
      run: async ({ filter, actor }) => {
        const at = now();
        const { today, timeZone, holidays } = await readCalendarSettings(db, at);
        const range = rangeOf(filter, today);
        if (isTooLong(range))
          throw notAccepted(
            'bad_query',
            [{ field: 'end', message: texts.refused.tooLong(mostDays) }],
            400,
          );
        const { tor_id: tor } = filter;
        const which = tor === undefined ? undefined : sql<boolean>`t.id = ${tor}`;
        const content = { ...(await readCalendar(db, { actor, now: at }, range, which)), holidays };
        const items = eventsIn(content, range, today).map(eventJson);
        return { body: { ...range, time_zone: timeZone, items } };
      },
    }),
  ];
}
