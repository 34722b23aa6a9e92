import { json, page } from '../http/answers.ts';
import { query } from '../http/parsers.ts';
import { mayRun } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import { choicesOf } from '../ui/choice-field.tsx';
import { listCommittees } from './committee-queries.ts';
import { crowded } from './crowded/question.ts';
import { deadEndCommittees } from './dead-ends/question.ts';
import { deciders } from './deciders/question.ts';
import { escalation } from './escalation/question.ts';
import { noteQuestionExport } from './export-commands.ts';
import { idleDecisions } from './idle-decisions/question.ts';
import { overviewPage } from './pages.tsx';
import { type QuestionServices, routesOf } from './question-routes.ts';
import { wordsQuery } from './schema.ts';
import { texts } from './texts.ts';
import { vacancy } from './vacancy/question.ts';
import { waits } from './waits/question.ts';

/** Questions about committees and people, each with a page and exports (spec questions#pages). */
export const questionRoutes = (services: QuestionServices): Routes =>
  routes()
    .get('/governance/questions', mayRun(noteQuestionExport), async () => page(overviewPage(all)))
    .get(
      '/governance/questions/committees',
      mayRun(noteQuestionExport),
      query(wordsQuery),
      async (call) => {
        const found = await listCommittees(services.db, call.filter.q);
        return json(choicesOf(found));
      },
    )
    .offer('/governance/questions', texts.offer)
    .with(routesOf(services, vacancy))
    .with(routesOf(services, deciders))
    .with(routesOf(services, escalation))
    .with(routesOf(services, waits))
    .with(routesOf(services, idleDecisions))
    .with(routesOf(services, crowded))
    .with(routesOf(services, deadEndCommittees));

/** In the order of the overview. */
const all = [vacancy, deciders, escalation, waits, idleDecisions, crowded, deadEndCommittees];
