import { type Answer, json } from '../http/answers.ts';
import { form, query } from '../http/parsers.ts';
import { may, mayRun } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import { confirmMeeting } from '../meetings/index.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { Outcome } from '../ontology/outcome.ts';
import { isDay, isId } from '../ontology/property.ts';
import { eventsIn } from './expand.ts';
import { eventJson } from './present.ts';
import { readCalendar, readCalendarSettings } from './queries.ts';
import { isTooLong, mostDays, rangeOf } from './rules.ts';
import { confirmInput, rangeQuery } from './schema.ts';
import { texts } from './texts.ts';

/** The calendar for programs and scripts (spec calendar#api). */
export const calendarApiRoutes = (services: CommandServices): Routes => {
  const { db, now } = services;
  return routes()
    .get('/api/tor/calendar', may('tor.list'), query(rangeQuery), async ({ actor, filter }) => {
      const at = now();
      const { today, holidays } = await readCalendarSettings(db, at);
      const range = rangeOf(filter, today);
      if (isTooLong(range)) return json({ error: texts.refused.tooLong(mostDays) }, 400);
      if (range.end < range.start) return json([]);
      const content = { ...(await readCalendar(db, { actor, now: at }, range)), holidays };
      return json(eventsIn(content, range, today).map(eventJson));
    })
    .post(
      '/api/tor/:id/meetings/confirm-calendar',
      mayRun(confirmMeeting),
      form(confirmInput),
      async ({ id, actor, input: { meeting_date: date, meeting_id: meeting } }) => {
        if (date === undefined || !isDay(date)) return refusal(400, texts.refused.date);
        if (meeting !== undefined && !isId(meeting)) return refusal(400, texts.refused.meeting);
        const wanted = { tor: id, date, meeting, earliest: 'tomorrow' } as const;
        return confirmed(await confirmMeeting(services, actor, wanted));
      },
    );
};

const refusal = (status: number, error: string): Answer => json({ ok: false, error }, status);

function confirmed(outcome: Outcome<{ readonly id: string }>): Answer {
  if (outcome.ok) return json({ ok: true, meeting_id: Number(outcome.value.id) });
  if (outcome.kind === 'not-found') return refusal(404, texts.refused.missing);
  const reasons = outcome.kind === 'refused' ? outcome.reasons : [];
  const isConflict = outcome.kind === 'conflict' || outcome.status === 409;
  return refusal(isConflict ? 409 : 400, reasons.map(({ message }) => message).join(' '));
}
