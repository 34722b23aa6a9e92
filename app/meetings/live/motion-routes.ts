import { answer, answerAt, redirect, refusedAt } from '../../http/answers.ts';
import { button, form } from '../../http/parsers.ts';
import { mayRunWithin } from '../../http/policy.ts';
import { type Routes, routes } from '../../http/routes.ts';
import {
  closeMotion,
  motionInput,
  motionTexts,
  moveMotion,
  openMotion,
  resultInput,
  secondMotion,
} from '../../motions/index.ts';
import type { CommandServices } from '../../ontology/command.ts';
import { liveOf, livePath, pathOf } from '../path.ts';
import { liveViews } from './page-data.ts';

const all = `${livePath}/motions` as const;
const one = `${all}/:motion` as const;
const { done } = motionTexts;

/** Motions of a running meeting; its live view shows them (spec motions#page). */
export const motionRoutes = (services: CommandServices): Routes => {
  const show = liveViews(services);
  return routes()
    .post(all, mayRunWithin(moveMotion), form(motionInput, show.motion), async (call) =>
      answerAt(
        liveOf(call),
        await moveMotion(services, call.actor, { ...pathOf(call), ...call.input }),
        done.moved,
      ),
    )
    .post(`${one}/second`, mayRunWithin(secondMotion), button, async (call) =>
      answerAt(
        liveOf(call),
        await secondMotion(services, call.actor, { ...pathOf(call), motion: call.motion }),
        done.seconded,
      ),
    )
    .post(`${one}/open`, mayRunWithin(openMotion), button, async (call) =>
      answerAt(
        liveOf(call),
        await openMotion(services, call.actor, { ...pathOf(call), motion: call.motion }),
        done.opened,
      ),
    )
    .post(
      `${one}/close`,
      mayRunWithin(closeMotion),
      form(resultInput, show.motion),
      async (call) => {
        const wanted = { ...pathOf(call), motion: call.motion, ...call.input };
        return answer(await closeMotion(services, call.actor, wanted), {
          saved: () => redirect(liveOf(call), done[call.input.result]),
          // An error that can't be corrected in the form is a message: the form may be gone.
          refused: (reasons, status) =>
            (status === 422 ? call.refused : refusedAt(liveOf(call)))(reasons, status),
        });
      },
    );
};
