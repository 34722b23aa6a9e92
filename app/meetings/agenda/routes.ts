import { answer, answerAt, redirect, refusedAt } from '../../http/answers.ts';
import { button, form } from '../../http/parsers.ts';
import { mayRunWithin } from '../../http/policy.ts';
import { type Routes, routes } from '../../http/routes.ts';
import type { CommandServices } from '../../ontology/command.ts';
import { detailOf, pathOf } from '../path.ts';
import { texts } from '../texts.ts';
import {
  addEntry,
  assignPoints,
  carryOver,
  moveAgendaEntry,
  removeEntry,
  removePoint,
} from './commands.ts';
import { entryInput, moveInput, pointsInput } from './schema.ts';

const { done } = texts.agenda;

/** How the agenda of a meeting is built (spec meetings#agenda). Each change returns to its page. */
export const agendaRoutes = (services: CommandServices): Routes =>
  routes()
    .post(
      '/tor/:id/meetings/:meeting/agenda/assign',
      mayRunWithin(assignPoints),
      form(pointsInput),
      async (call) => {
        const points = call.input.agenda_point_id;
        return answerAt(
          detailOf(call),
          await assignPoints(services, call.actor, { ...pathOf(call), points }),
          (count) => (count === 0 ? done.same : done.assigned(count)),
        );
      },
    )
    .post(
      '/tor/:id/meetings/:meeting/agenda/remove',
      mayRunWithin(removePoint),
      form(pointsInput),
      async (call) => {
        const [point = ''] = call.input.agenda_point_id;
        return answerAt(
          detailOf(call),
          await removePoint(services, call.actor, { ...pathOf(call), point }),
          done.removed,
        );
      },
    )
    .post(
      '/tor/:id/meetings/:meeting/agenda/carry',
      mayRunWithin(carryOver),
      button,
      async (call) =>
        answerAt(detailOf(call), await carryOver(services, call.actor, pathOf(call)), done.carried),
    )
    .post(
      '/tor/:id/meetings/:meeting/agenda/entries',
      mayRunWithin(addEntry),
      form(entryInput),
      async (call) =>
        answerAt(
          detailOf(call),
          await addEntry(services, call.actor, { ...pathOf(call), ...call.input }),
          done.added,
        ),
    )
    .post(
      '/tor/:id/meetings/:meeting/agenda/entries/:entry/remove',
      mayRunWithin(removeEntry),
      button,
      async (call) =>
        answerAt(
          detailOf(call),
          await removeEntry(services, call.actor, { ...pathOf(call), entry: call.entry }),
          done.removed,
        ),
    )
    .post(
      '/tor/:id/meetings/:meeting/agenda/:entry/move',
      mayRunWithin(moveAgendaEntry),
      form(moveInput),
      async (call) => {
        const { entry, input: place } = call;
        const outcome = await moveAgendaEntry(services, call.actor, {
          ...{ ...pathOf(call), entry, place },
        });
        return answer(outcome, {
          saved: ({ id, label, place: at, of }) =>
            redirect(
              'by' in place
                ? `${detailOf(call)}?moved=${id}&by=${place.by}#agenda`
                : `${detailOf(call)}#agenda`,
              done.moved(label, at, of),
            ),
          refused: refusedAt(detailOf(call)),
        });
      },
    );
