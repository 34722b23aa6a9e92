import { inBody } from '../authority/index.ts';
import { answer, answerAt, page, redirect, refusedAt } from '../http/answers.ts';
import { button, form } from '../http/parsers.ts';
import { mayRunWithin, within } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { createPoint, deletePoint, movePoint, updatePoint } from './commands.ts';
import { pointDecisionRoutes } from './decision-routes.ts';
import { pathOf } from './frame.tsx';
import { recordOpinion } from './opinion-commands.ts';
import { optionRoutes } from './option-routes.ts';
import { pointViews } from './page-data.ts';
import { moveInput, opinionInput, pointInput } from './schema.ts';
import { texts } from './texts.ts';

const all = '/tor/:id/workflow/agenda';
const one = `${all}/:agenda` as const;

/** Agenda points with their courses of action and opinions (spec agenda#page). */
export const agendaRoutes = (services: CommandServices): Routes => {
  const show = pointViews(services);
  const pathIn = ({ id, agenda }: { readonly id: string; readonly agenda: string }) => ({
    ...{ tor: id, id: agenda },
  });
  return routes()
    .get(`${all}/new`, mayRunWithin(createPoint), (call) => page(show.create(call)))
    .post(all, mayRunWithin(createPoint), form(pointInput, show.create), async (call) => {
      const { version: _, ...input } = call.input;
      const made = await createPoint(services, call.actor, { ...input, tor: call.id });
      return answer(made, {
        saved: ({ id, title }) => redirect(pathOf(call.id, id), texts.created(title)),
        refused: call.refused,
      });
    })
    .get(one, within(inBody('agenda.view')), async (call) => page(await show.point(call)))
    .get(`${one}/edit`, mayRunWithin(updatePoint), async (call) => page(await show.edit(call)))
    .post(one, mayRunWithin(updatePoint), form(pointInput, show.edit), async (call) =>
      answer(await updatePoint(services, call.actor, { ...call.input, ...pathIn(call) }), {
        saved: ({ id, title }) => redirect(pathOf(call.id, id), texts.saved(title)),
        refused: call.refused,
      }),
    )
    .post(`${one}/transition`, mayRunWithin(movePoint), form(moveInput), async (call) => {
      const { to_status: to, outcome_summary: outcome } = call.input;
      const moved = await movePoint(services, call.actor, { ...pathIn(call), to, outcome });
      const back = pathOf(call.id, call.agenda);
      return answerAt(back, moved, ({ label }) => texts.moved(label));
    })
    .get(`${one}/delete`, mayRunWithin(deletePoint), async (call) =>
      page(await show.deletion(call)),
    )
    .post(`${one}/delete`, mayRunWithin(deletePoint), button, async (call) =>
      answer(await deletePoint(services, call.actor, pathIn(call)), {
        saved: (title) =>
          redirect(`/tor/${call.id}/workflow?tab=agenda_points`, texts.deleted(title)),
        refused: refusedAt(pathOf(call.id, call.agenda)),
      }),
    )
    .get(`${one}/input`, mayRunWithin(recordOpinion), async (call) =>
      page(await show.opinion(call)),
    )
    .post(
      `${one}/input`,
      mayRunWithin(recordOpinion),
      form(opinionInput, show.opinion),
      async (call) =>
        answer(await recordOpinion(services, call.actor, { ...call.input, ...pathIn(call) }), {
          saved: () => redirect(pathOf(call.id, call.agenda), texts.opinionRecorded),
          refused: call.refused,
        }),
    )
    .with(pointDecisionRoutes(services))
    .with(optionRoutes(services));
};
