import { page } from '../http/answers.ts';
import { query } from '../http/parsers.ts';
import { may } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { Services } from '../services.ts';
import { calendarApiRoutes } from './api-routes.ts';
import { committeeCalendarRoutes } from './committee-routes.ts';
import { neededRange, outlookOf } from './outlook.ts';
import { outlookPage } from './pages.tsx';
import { committeesShown, readCalendar, readReaderSettings } from './queries.ts';
import { outlookQuery } from './schema.ts';
import { texts } from './texts.ts';

/** The calendar of all committees (spec calendar#views). */
export const calendarRoutes = (services: Services): Routes => {
  const { db, now } = services;
  return routes()
    .offer('/tor/outlook?view=month', texts.offers.month)
    .offer('/tor/outlook?view=agenda', texts.offers.agenda)
    .get('/tor/outlook', may('tor.list'), query(outlookQuery), async ({ actor, filter }) => {
      const at = now();
      const reader = { actor, now: at };
      const settings = await readReaderSettings(db, reader);
      const { today, holidays } = settings;
      const state = { view: filter.view, date: filter.date ?? today, whose: filter.whose };
      const which = committeesShown(state.whose, settings);
      const read = await readCalendar(db, reader, neededRange(state, today), which);
      return page(outlookPage(outlookOf(state, { ...settings, content: { ...read, holidays } })));
    })
    .with(committeeCalendarRoutes(services))
    .with(calendarApiRoutes(services));
};
