import { sql } from 'kysely';
import { z } from 'zod';
import {
  eventJson,
  eventsIn,
  isTooLong,
  mostDays,
  partOfEvents,
  placeLength,
  rangeOf,
  readCalendar,
  readCommitteePlaces,
} from '../calendar/index.ts';
import { notAccepted } from '../http/answers.ts';
import { may } from '../http/policy.ts';
import type { Services } from '../services.ts';
import { type Operation, operation } from './operation.ts';
import { day, id, idQuery, listOf, pageQuery, partOf } from './schema.ts';
import { texts } from './texts.ts';

const words = texts.members;

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

const calendar = listOf(event).extend({
  ...{ start: z.string().meta({ format: 'date' }), end: z.string().meta({ format: 'date' }) },
  time_zone: z.string(),
});

const { per_page, after } = pageQuery;

/** The calendar of committees, with the same events as its page (spec api#calendar). */
export function calendarOperations({ db, now }: Services): readonly Operation[] {
  return [
    operation({
      ...{ id: 'listCalendar', method: 'get', path: '/calendar' },
      policy: may('tor.list'),
      query: z.object({
        start: day('2026-03-01').optional().meta({ description: words.rangeStart }),
        end: day('2026-03-01').optional().meta({ description: words.rangeEnd }),
        ...{ tor_id: idQuery, per_page, after },
      }),
      reply: calendar,
      run: async ({ filter, actor }) => {
        const at = now();
        const { tor_id: tor } = filter;
        const { size, after: from } = partOf(filter);
        // Nothing comes after a place of another list.
        const isPlace = from === undefined || from.length === placeLength;
        const wanted = isPlace ? { tor, from, most: size + 2 } : { tor, from: undefined, most: 0 };
        const { committees, today, timeZone, holidays } = await readCommitteePlaces(db, at, wanted);
        const range = rangeOf(filter, today);
        if (isTooLong(range))
          throw notAccepted(
            'bad_query',
            [{ field: 'end', message: texts.refused.tooLong(mostDays) }],
            400,
          );
        // One may have no event left after the place.
        const read = committees.slice(0, size + 1);
        const ids = read.map(({ id: committee }) => committee);
        const which = sql<boolean>`t.id = any(${ids}::bigint[])`;
        const content = { ...(await readCalendar(db, { actor, now: at }, range, which)), holidays };
        const { events, next } = partOfEvents(eventsIn(content, range, today), {
          ...{ committees: read, hasMore: committees.length > read.length },
          ...{ after: from?.map(Number), size, end: range.end },
        });
        const list = { page: null, per_page: size, total: null, next };
        return {
          body: { ...range, time_zone: timeZone, items: events.map(eventJson), ...list },
          next,
        };
      },
    }),
  ];
}
