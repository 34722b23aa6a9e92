import { inBody } from '../authority/index.ts';
import { answer, page, redirect } from '../http/answers.ts';
import { button, form } from '../http/parsers.ts';
import { may, mayRun, within } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { freshForm } from '../ui/form-state.ts';
import { createDocument, deleteDocument, updateDocument } from './commands.ts';
import { documentViews } from './page-data.ts';
import { documentInput, previewInput } from './schema.ts';
import { texts } from './texts.ts';
import { versionRoutes } from './version-routes.ts';

/** Bodies have up to 200,000 characters (spec documents#fields). */
const limit = 1024 * 1024;

/** Documents: the list, their pages and forms (spec documents#list). */
export const documentRoutes = (services: CommandServices): Routes => {
  const show = documentViews(services);
  return routes()
    .with(versionRoutes(services))
    .offer('/documents/new', texts.offers.newDocument)
    .get('/documents', may('document.list'), async (call) => page(await show.list(call)))
    .get('/tor/:id/documents', within(inBody('document.list')), async (call) =>
      page(await show.ofCommittee(call)),
    )
    .get('/documents/new', mayRun(createDocument), async (call) =>
      page(await show.newDocument(call)),
    )
    .post(
      '/documents',
      mayRun(createDocument),
      form(documentInput, show.newDocument, { limit }),
      async ({ actor, input, refused }) =>
        answer(await createDocument(services, actor, input), {
          saved: ({ id, title }) => redirect(`/documents/${id}`, texts.created(title)),
          refused,
        }),
    )
    .post(
      '/documents/preview',
      mayRun(createDocument),
      form(previewInput, show.newDocument, { limit }),
      async (call) => page(await show.newDocument(call, freshForm(call.input))),
    )
    .get('/documents/:id', may('document.view'), async (call) => page(await show.document(call)))
    .get('/documents/:id/edit', mayRun(updateDocument), async (call) => page(await show.edit(call)))
    .post(
      '/documents/:id',
      mayRun(updateDocument),
      form(documentInput, show.edit, { limit }),
      async (call) =>
        answer(await updateDocument(services, call.actor, { ...call.input, id: call.id }), {
          saved: ({ id, title }) => redirect(`/documents/${id}`, texts.saved(title)),
          refused: call.refused,
          conflict: async (_current, since) =>
            page(await show.conflict(call, call.input, since[0]?.by), 409),
        }),
    )
    .post(
      '/documents/:id/preview',
      mayRun(updateDocument),
      form(previewInput, show.edit, { limit }),
      async (call) => page(await show.edit(call, freshForm(call.input))),
    )
    .get('/documents/:id/delete', mayRun(deleteDocument), async (call) =>
      page(await show.deletion(call)),
    )
    .post('/documents/:id/delete', mayRun(deleteDocument), button, async ({ id, actor }) =>
      answer(await deleteDocument(services, actor, { id }), {
        saved: (title) => redirect('/documents', texts.deleted(title)),
      }),
    );
};
