import {
  correctDecision,
  decide,
  decisionInput,
  decisionTexts,
  numberOf,
} from '../decisions/index.ts';
import { answer, page, redirect } from '../http/answers.ts';
import { form } from '../http/parsers.ts';
import { mayRunWithin } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { pathOf } from './frame.tsx';
import { pointViews } from './page-data.ts';

const one = '/tor/:id/workflow/agenda/:agenda';

/** The decision on an agenda point, and its corrections (spec decisions#record). */
export const pointDecisionRoutes = (services: CommandServices): Routes => {
  const show = pointViews(services);
  return routes()
    .get(`${one}/decide`, mayRunWithin(decide), async (call) => page(await show.decide(call)))
    .post(
      `${one}/decide`,
      mayRunWithin(decide),
      form(decisionInput, show.decide),
      async ({ id, agenda, actor, input, refused }) =>
        answer(await decide(services, actor, { ...input, tor: id, id: agenda }), {
          saved: (made) => redirect(pathOf(id, agenda), decisionTexts.recorded(numberOf(made))),
          refused,
        }),
    )
    .get(`${one}/correct`, mayRunWithin(correctDecision), async (call) =>
      page(await show.correct(call)),
    )
    .post(
      `${one}/correct`,
      mayRunWithin(correctDecision),
      form(decisionInput, show.correct),
      async ({ id, agenda, actor, input, refused }) =>
        answer(await correctDecision(services, actor, { ...input, tor: id, id: agenda }), {
          saved: (made) => redirect(pathOf(id, agenda), decisionTexts.corrected(numberOf(made))),
          refused,
        }),
    );
};
