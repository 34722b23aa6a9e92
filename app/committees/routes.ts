import { z } from 'zod';
import { answer, answerAt, page, redirect } from '../http/answers.ts';
import { back } from '../http/fields.ts';
import { exportList } from '../http/list-export.ts';
import { form } from '../http/parsers.ts';
import { mayRun, mayRunWithin } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { inBulk, listAddress, savedListRoutes, selection } from '../saved-lists/index.ts';
import { freshForm } from '../ui/form-state.ts';
import {
  archiveCommittee,
  createCommittee,
  deleteCommittee,
  restoreCommittee,
  updateCommittee,
} from './commands.ts';
import { torsCsv } from './export.ts';
import { noteTorExport } from './export-commands.ts';
import { committeeViews, stateOf } from './page-data.ts';
import { torPreferences } from './preference-commands.ts';
import { torList } from './queries.ts';
import { committeeInput, previewInput } from './schema.ts';
import { texts } from './texts.ts';

const backInput = z.object({ back });
const backTo = (address: string | undefined): string => listAddress(torList, address);

/** Committees and their Terms of Reference (spec committees). */
export const committeeRoutes = (services: CommandServices): Routes => {
  const { db } = services;
  const show = committeeViews(services);
  return routes()
    .offer('/tor/new', texts.offers.newCommittee)
    .get('/tor', mayRun(noteTorExport), async (call) =>
      page(await show.list(call), stateOf(call).problem === undefined ? 200 : 400),
    )
    .get('/tor/export.csv', mayRun(noteTorExport), async (call) => {
      const state = stateOf(call);
      return exportList(call, state, {
        note: () => noteTorExport(services, call.actor, state),
        body: () => torsCsv(db, state, { id: call.actor.id, now: call.now }),
        name: 'terms-of-reference',
      });
    })
    .with(savedListRoutes(services, torList, torPreferences))
    .post('/tor/bulk-archive', mayRun(archiveCommittee), form(selection), (call) =>
      inBulk(services, torList, call, {
        change: (by, id) => archiveCommittee(services, by, { id }),
        done: texts.bulk.archived,
      }),
    )
    .post('/tor/bulk-restore', mayRun(restoreCommittee), form(selection), (call) =>
      inBulk(services, torList, call, {
        change: (by, id) => restoreCommittee(services, by, { id }),
        done: texts.bulk.restored,
      }),
    )
    .get('/tor/new', mayRun(createCommittee), async (call) => page(await show.create(call)))
    .post(
      '/tor',
      mayRun(createCommittee),
      form(committeeInput, show.create),
      async ({ actor, input, refused }) =>
        answer(await createCommittee(services, actor, input), {
          saved: ({ id, label }) => redirect(`/tor/${id}`, texts.created(label)),
          refused,
        }),
    )
    .post('/tor/preview', mayRun(createCommittee), form(previewInput, show.create), async (call) =>
      page(await show.create(call, freshForm(call.input))),
    )
    .get('/tor/:id', mayRunWithin(noteTorExport), async (call) => page(await show.overview(call)))
    .get('/tor/:id/history', mayRunWithin(noteTorExport), async (call) =>
      page(await show.history(call)),
    )
    .get('/tor/:id/edit', mayRunWithin(updateCommittee), async (call) =>
      page(await show.edit(call)),
    )
    .post(
      '/tor/:id/preview',
      mayRunWithin(updateCommittee),
      form(previewInput, show.edit),
      async (call) => page(await show.edit(call, freshForm(call.input))),
    )
    .post(
      '/tor/:id',
      mayRunWithin(updateCommittee),
      form(committeeInput, show.edit),
      async (call) => {
        const { id, actor, input, refused } = call;
        return answer(await updateCommittee(services, actor, { ...input, id }), {
          saved: ({ label }) => redirect(`/tor/${id}`, texts.saved(label)),
          refused,
          conflict: async (current, since) =>
            page(await show.conflict(call, input, { current, since }), 409),
        });
      },
    )
    .post(
      '/tor/:id/archive',
      mayRunWithin(archiveCommittee),
      form(backInput),
      async ({ id, actor, input }) =>
        answer(await archiveCommittee(services, actor, { id }), {
          saved: ({ label }) =>
            redirect(backTo(input.back ?? `/tor/${id}`), {
              ...{ tone: 'success', text: texts.archived(label) },
              undo: { to: `/tor/${id}/restore`, fields: { back: backTo(input.back) } },
            }),
        }),
    )
    .post(
      '/tor/:id/restore',
      mayRunWithin(restoreCommittee),
      form(backInput),
      async ({ id, actor, input }) =>
        answer(await restoreCommittee(services, actor, { id }), {
          saved: ({ label }) => redirect(backTo(input.back ?? `/tor/${id}`), texts.restored(label)),
        }),
    )
    .get('/tor/:id/delete', mayRunWithin(deleteCommittee), async (call) =>
      page(await show.deletion(call)),
    )
    .post('/tor/:id/delete', mayRunWithin(deleteCommittee), form(backInput), async (call) =>
      answerAt('/tor', await deleteCommittee(services, call.actor, { id: call.id }), ({ label }) =>
        texts.deleted(label),
      ),
    );
};
