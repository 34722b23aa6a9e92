import { inBody } from '../../authority/index.ts';
import { answer, answerAt, page, redirect } from '../../http/answers.ts';
import { button, form } from '../../http/parsers.ts';
import { inBackground, mayRunWithin, within } from '../../http/policy.ts';
import { type Routes, routes } from '../../http/routes.ts';
import type { CommandServices } from '../../ontology/command.ts';
import { liveOf, livePath, pathOf } from '../path.ts';
import { askForFloor, changeFloor, saveNotes, startItem, stopItem } from './commands.ts';
import { motionRoutes } from './motion-routes.ts';
import { liveViews } from './page-data.ts';
import { floorInput, notesInput } from './schema.ts';

const reads = inBody('meetings.view');
const all = livePath;

/** A running meeting as everyone sees it at the same time (spec meetings#live). */
export const liveRoutes = (services: CommandServices): Routes => {
  const show = liveViews(services);
  return routes()
    .get(all, within(reads), async (call) => page(await show.live(call)))
    .get(`${all}/state`, inBackground(within(reads)), async (call) => page(await show.live(call)))
    .post(`${all}/items/:entry/start`, mayRunWithin(startItem), button, async (call) =>
      answerAt(
        liveOf(call),
        await startItem(services, call.actor, { ...pathOf(call), entry: call.entry }),
      ),
    )
    .post(`${all}/stop`, mayRunWithin(stopItem), button, async (call) =>
      answerAt(liveOf(call), await stopItem(services, call.actor, pathOf(call))),
    )
    .post(
      `${all}/items/:entry/notes`,
      mayRunWithin(saveNotes),
      form(notesInput, show.notes),
      async (call) => {
        const { notes, notes_version: version } = call.input;
        const wanted = { ...pathOf(call), entry: call.entry, notes, version };
        return answer(await saveNotes(services, call.actor, wanted), {
          saved: () => redirect(liveOf(call)),
          refused: call.refused,
        });
      },
    )
    .post(`${all}/speakers`, mayRunWithin(askForFloor), button, async (call) =>
      answerAt(liveOf(call), await askForFloor(services, call.actor, pathOf(call))),
    )
    .post(`${all}/speakers/:speaker`, mayRunWithin(changeFloor), form(floorInput), async (call) => {
      const wanted = { ...pathOf(call), speaker: call.speaker, to: call.input.to };
      return answerAt(liveOf(call), await changeFloor(services, call.actor, wanted));
    })
    .with(motionRoutes(services));
};
