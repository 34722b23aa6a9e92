import { answer, missing, page, redirect, refusedAt } from '../http/answers.ts';
import type { Call } from '../http/call.ts';
import { form, query } from '../http/parsers.ts';
import { mayRun, proven } from '../http/policy.ts';
import { routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { moveEntry, updateEntry } from './commands.ts';
import { entryPage, menuPage } from './pages.tsx';
import { listEntries } from './queries.ts';
import { type Direction, entryInput, moveInput, moveText, treeQuery } from './schema.ts';
import { texts } from './texts.ts';
import { treeOf } from './tree.ts';

export const menuRoutes = (services: CommandServices) => {
  const { db } = services;
  const shown = async ({ id }: Call & { readonly id: string }, sent?: FormState) => {
    const entries = await listEntries(db);
    const entry = entries.find((one) => one.id === id);
    if (entry === undefined) throw missing();
    const module = entries.find(({ name }) => name === entry.parent)?.id ?? '';
    const stored = freshForm({ label: entry.label, module, active: String(entry.isActive) });
    return entryPage(entry, entries, sent ?? stored);
  };
  const allowed = mayRun(updateEntry);
  return routes()
    .offer('/menu', texts.offers.menu)
    .get('/menu', allowed, query(treeQuery), async ({ filter: focus, isPage }) =>
      page(menuPage({ tree: treeOf(await listEntries(db)), isPage, focus })),
    )
    .post('/menu', proven(allowed), form(moveInput), async ({ actor, input: { place } }) => {
      const { move, by } = place;
      return answer(await moveEntry(services, actor, move), {
        saved: ({ label, before, after: { number, of, module } }) =>
          redirect(movedTo(move.id, by), {
            tone: 'success',
            text: texts.moved(label, number, of, module?.label),
            ...(before && { undo: { to: '/menu', fields: { place: moveText(before.move) } } }),
          }),
        refused: refusedAt('/menu'),
      });
    })
    .get('/menu/:id', allowed, async (call) => page(await shown(call)))
    .post(
      '/menu/:id',
      proven(allowed),
      form(entryInput, shown),
      async ({ id, actor, input, refused }) => {
        const saved = (label: string) => redirect('/menu', texts.saved(label));
        return answer(await updateEntry(services, actor, { ...input, id }), { saved, refused });
      },
    )
    .get('/menu-builder/entries', allowed, async () => redirect('/menu'))
    .get('/menu-builder/entries/:id', allowed, async ({ id }) => redirect(`/menu/${id}`));
};

/**
 * Redirects to the tree: to the pressed button, which is focused, or to the entry. Browsers do not
 * move the focus to a fragment by themselves.
 */
const movedTo = (id: string, by: Direction | undefined): string =>
  by === undefined ? `/menu?moved=${id}#entry-${id}` : `/menu?moved=${id}&by=${by}`;
