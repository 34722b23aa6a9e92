import { dayAt } from '../authority/index.ts';
import { answer, answerAt, json, page, redirect, refusedAt } from '../http/answers.ts';
import { targetOf } from '../http/fields.ts';
import { form, query } from '../http/parsers.ts';
import { canRun, may, mayRunWithin, within } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { createPosition, deletePosition, movePosition, updatePosition } from './commands.ts';
import { memberRoutes } from './member-routes.ts';
import { positionViews } from './page-data.ts';
import { positionsPage, positionsPerPage } from './pages.tsx';
import { assigned, backOf, vacated } from './present.ts';
import { listCandidates, listPositions, type PositionPath } from './queries.ts';
import {
  assignmentInput,
  backQuery,
  candidateQuery,
  listQuery,
  moveInput,
  positionInput,
  termQuery,
  vacancyInput,
} from './schema.ts';
import { assignPosition, vacatePosition } from './term-commands.ts';
import { texts } from './texts.ts';

/** Positions of committees, and who fills them (spec positions#list). */
export const positionRoutes = (services: CommandServices): Routes => {
  const { db } = services;
  const show = positionViews(services);
  return routes()
    .get('/tor/:id/positions', within(may('tor.list')), query(listQuery), async (call) => {
      const { committee, filter, actor, now } = call;
      const offset = (filter.page - 1) * positionsPerPage;
      const part = { limit: positionsPerPage, offset };
      const { moved, by } = filter;
      return page(
        positionsPage({
          committee,
          positions: await listPositions(db, committee.id, dayAt(now), part),
          page: filter.page,
          canManage: canRun(actor, assignPosition),
          canEdit: canRun(actor, createPosition),
          moved: moved === undefined || by === undefined ? undefined : { id: moved, by },
        }),
      );
    })
    .get('/tor/:id/functions/new', mayRunWithin(createPosition), query(backQuery), async (call) =>
      page(await show.create(call)),
    )
    .post(
      '/tor/:id/functions',
      mayRunWithin(createPosition),
      form(positionInput, show.create),
      async (call) => {
        const { version: _, back, ...input } = call.input;
        const made = await createPosition(services, call.actor, { ...input, committee: call.id });
        return answer(made, {
          saved: ({ label }) => redirect(backOf(call, back), texts.created(label)),
          refused: call.refused,
        });
      },
    )
    .get(
      '/tor/:id/functions/:fid/edit',
      mayRunWithin(updatePosition),
      query(backQuery),
      async (call) => page(await show.edit(call)),
    )
    .post(
      '/tor/:id/functions/:fid',
      mayRunWithin(updatePosition),
      form(positionInput, show.edit),
      async (call) => {
        const { back, ...input } = call.input;
        return answer(await updatePosition(services, call.actor, { ...input, ...pathOf(call) }), {
          saved: ({ label }) => redirect(backOf(call, back), texts.saved(label)),
          refused: call.refused,
        });
      },
    )
    .get(
      '/tor/:id/functions/:fid/delete',
      mayRunWithin(deletePosition),
      query(backQuery),
      async (call) => page(await show.deletion(call)),
    )
    .post(
      '/tor/:id/functions/:fid/delete',
      mayRunWithin(deletePosition),
      form(backQuery),
      async (call) => {
        const back = backOf(call, call.input.back);
        return answerAt(
          back,
          await deletePosition(services, call.actor, pathOf(call)),
          ({ label }) => texts.deleted(label),
        );
      },
    )
    .post(
      '/tor/:id/functions/:fid/move',
      mayRunWithin(movePosition),
      form(moveInput),
      async (call) => {
        const { direction, back } = call.input;
        const to = targetOf(call.input);
        const outcome = await movePosition(services, call.actor, { ...pathOf(call), to });
        return answer(outcome, {
          saved: ({ id, label, place, of }) =>
            redirect(
              movedTo(backOf(call, back ?? `/tor/${call.id}/positions`), id, direction),
              texts.moved(label, place, of),
            ),
        });
      },
    )
    .get('/tor/:id/functions/:fid/history', within(may('tor.list')), async (call) =>
      page(await show.history(call)),
    )
    .get(
      '/tor/:id/functions/:fid/assign',
      mayRunWithin(assignPosition),
      query(backQuery),
      async (call) => page(await show.assignment(call)),
    )
    .get(
      '/tor/:id/candidates',
      mayRunWithin(assignPosition),
      query(candidateQuery),
      async ({ committee, filter, now }) =>
        json(await listCandidates(db, committee.id, dayAt(now), filter.q)),
    )
    .post(
      '/tor/:id/functions/:fid/assign',
      mayRunWithin(assignPosition),
      form(assignmentInput, show.assignment),
      async (call) => {
        const { user_id: user, back, ...term } = call.input;
        const outcome = await assignPosition(services, call.actor, {
          ...{ ...pathOf(call), user },
          ...term,
        });
        return answer(outcome, {
          saved: (done) => redirect(backOf(call, back), assigned(done)),
          refused: call.refused,
        });
      },
    )
    .get(
      '/tor/:id/functions/:fid/vacate',
      mayRunWithin(vacatePosition),
      query(termQuery),
      async (call) =>
        // Without a user there is no term to ask about.
        call.filter.user === undefined
          ? redirect(`/tor/${call.id}/positions`)
          : page(await show.vacancy(call)),
    )
    .post(
      '/tor/:id/functions/:fid/vacate',
      mayRunWithin(vacatePosition),
      form(vacancyInput, show.vacancy),
      async (call) => {
        const { user_id: user, term = null, until: lastDay, back } = call.input;
        const outcome = await vacatePosition(services, call.actor, {
          ...pathOf(call),
          ...{ user, term, lastDay },
        });
        return answer(outcome, {
          saved: (done) => redirect(backOf(call, back), vacated(done, lastDay)),
          // The term ended meanwhile: there is nothing left to ask about.
          refused: (problems, status) =>
            status === 409
              ? refusedAt(backOf(call, back))(problems)
              : call.refused(problems, status),
        });
      },
    )
    .with(memberRoutes(services));
};

const pathOf = ({ id, fid }: { readonly id: string; readonly fid: string }): PositionPath => ({
  committee: id,
  position: fid,
});

const movedTo = (list: string, id: string, direction: string): string =>
  `${list}${list.includes('?') ? '&' : '?'}moved=${id}&by=${direction}`;
