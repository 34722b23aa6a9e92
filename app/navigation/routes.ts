import { answer, missing, page, redirect } from '../http/answers.ts';
import type { Call } from '../http/call.ts';
import { list } from '../http/list-parser.ts';
import { form } from '../http/parsers.ts';
import { may, proven } from '../http/policy.ts';
import { routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { pivotOne } from '../ontology/pivot.ts';
import { pivotTable } from '../ontology/pivot-table.ts';
import { freshForm } from '../ui/form-state.ts';
import { updateEntry } from './commands.ts';
import { columns } from './entry.ts';
import { entriesPage, entryPage, entryTable } from './pages.tsx';
import { entryInput } from './schema.ts';
import { texts } from './texts.ts';

export const navigationRoutes = (services: CommandServices) => {
  const shown = async ({ id }: Call & { readonly id: string }, sent?: ReturnType<typeof freshForm>) => {
    const entry = await pivotOne(services.db, { type: 'nav_item', columns, id });
    if (entry === undefined) throw missing();
    return entryPage(entry, sent ?? freshForm({ label: entry.label, place: String(entry.place), active: String(entry.active) }));
  };
  return routes()
    .get('/menu-builder/entries', may('roles.manage'), list(entryTable), async ({ state }) =>
      page(entriesPage(state, await pivotTable(services.db, { type: 'nav_item', columns, searched: [columns.label, columns.url] }, state))),
    )
    .get('/menu-builder/entries/:id', may('roles.manage'), async (call) => page(await shown(call)))
    .post('/menu-builder/entries/:id', proven(may('roles.manage')), form(entryInput, shown), async ({ id, actor, input, refused }) => {
      const saved = (label: string) => redirect(entryTable.path, texts.saved(label));
      return answer(await updateEntry(services, actor, { ...input, id }), { saved, refused });
    });
};
