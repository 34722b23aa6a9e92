import { json, page } from '../http/answers.ts';
import { query } from '../http/parsers.ts';
import { mayRun } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import { listCommittees } from './committee-queries.ts';
import { noteQuestionExport } from './export-commands.ts';
import { overviewPage } from './pages.tsx';
import { type QuestionServices, routesOf } from './question-routes.ts';
import { wordsQuery } from './schema.ts';
import { texts } from './texts.ts';
import { vacancy } from './vacancy/question.ts';

/** Questions about committees and people, each with a page and exports (spec questions#pages). */
export const questionRoutes = (services: QuestionServices): Routes =>
  routes()
    .get('/governance/questions', mayRun(noteQuestionExport), async () =>
      page(overviewPage([vacancy])),
    )
    .get(
      '/governance/questions/committees',
      mayRun(noteQuestionExport),
      query(wordsQuery),
      async (call) => {
        const found = await listCommittees(services.db, call.filter.q);
        return json(found.map(({ id, label }) => ({ value: id, label })));
      },
    )
    .offer('/governance/questions', texts.offer)
    .with(routesOf(services, vacancy));
