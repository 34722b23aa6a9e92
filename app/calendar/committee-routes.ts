import { sql } from 'kysely';
import { inBody } from '../authority/index.ts';
import { download, missing, page, problem } from '../http/answers.ts';
import { query } from '../http/parsers.ts';
import { canRunIn, may, within } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import { confirmMeeting } from '../meetings/index.ts';
import type { Services } from '../services.ts';
import { committeeInPath } from './committee.ts';
import { meetingsPage } from './committee-page.tsx';
import { daysAfter } from './days.ts';
import { eventsIn } from './expand.ts';
import { icsOf } from './ics.ts';
import {
  meetingDate,
  readCalendar,
  readCalendarSettings,
  readCommitteeMeetings,
} from './queries.ts';
import { meetingsQuery } from './schema.ts';

/** Past meetings on a page. */
const pageSize = 25;
/** Meetings from today on: first, and after “Show all”. */
const [firstComing, mostComing] = [5, 20];
/** The days in which they are. */
const daysAhead = 366;

/** The meetings of one committee (spec calendar#meetings). */
export const committeeCalendarRoutes = (
  services: Pick<Services, 'db' | 'now' | 'config'>,
): Routes => {
  const { db, now, config } = services;
  return routes()
    .get(
      '/tor/:id/meetings',
      within(inBody('meetings.view')),
      query(meetingsQuery),
      async ({ id, actor, committee, filter }) => {
        const part = { now: now(), page: filter.page, size: pageSize };
        const { today, timeZone, holidays, coming, past, pastCount } = await readCommitteeMeetings(
          db,
          id,
          part,
        );
        const own = committeeInPath(committee, canRunIn(actor, confirmMeeting, committee));
        const expand = (meetings: typeof coming, start: string, end: string) =>
          eventsIn({ committees: [own], meetings, holidays }, { start, end }, today);
        return page(
          meetingsPage({
            ...{ committee, own, today, timeZone },
            coming: expand(coming, today, daysAfter(today, daysAhead)).slice(0, mostComing),
            shown: filter.coming === 'all' ? mostComing : firstComing,
            past: past.flatMap((meeting) =>
              expand([meeting], meeting.date, meeting.date).filter((event) => event.meeting),
            ),
            pages: { page: filter.page, size: pageSize, total: pastCount },
          }),
        );
      },
    )
    .get(
      '/tor/:id/meetings/:meeting/calendar.ics',
      within(may('tor.list')),
      async ({ id, meeting, actor, committee }) => {
        const date = await meetingDate(db, id, meeting);
        if (date === undefined) return problem(missing());
        const at = now();
        const { today, timeZone, holidays } = await readCalendarSettings(db, at);
        const range = { start: date, end: date };
        const which = sql<boolean>`t.id = ${id}`;
        const read = await readCalendar(db, { actor, now: at }, range, which);
        const own = eventsIn({ ...read, holidays }, range, today).filter(
          (event) => event.meeting?.id === meeting,
        );
        const options = { name: committee.label, timeZone, origin: config.http.publicUrl };
        return download({
          body: icsOf(own, options),
          type: 'text/calendar; charset=utf-8',
          fileName: `meeting-${date}.ics`,
        });
      },
    );
};
