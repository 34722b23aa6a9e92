import { answer, redirect, refusedAsProblem, refusedAt } from '../http/answers.ts';
import { form } from '../http/parsers.ts';
import { mayRun } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { preferenceCommands, viewCommands } from './preference-commands.ts';
import { listAddress, type SavedList, type ViewedPage } from './saved-list.ts';
import { queryOf } from './saved-views.ts';
import { columnsInput, viewInput, viewRemoval } from './schema.ts';
import { texts } from './texts.ts';

/** The addresses below a list that keep its columns and views. */
export const savedListRoutes = (
  services: CommandServices,
  list: SavedList,
  commands: ReturnType<typeof preferenceCommands>,
): Routes => {
  const { path } = list.table;
  const { keepColumns, setColumnsForEveryone } = commands;
  return viewRoutes(services, list, commands).post(
    `${path}/columns`,
    mayRun(keepColumns),
    form(columnsInput),
    async ({ actor, input }) => {
      const back = listAddress(list, input.redirect_to);
      const kept = await keepColumns(services, actor, input);
      if (!kept.ok || !input.set_global)
        return answer(kept, { saved: redirect(back, texts.columnsKept) });
      return answer(await setColumnsForEveryone(services, actor, input), {
        saved: redirect(back, texts.columnsForEveryone),
      });
    },
  );
};

/** The addresses below a page that keep its views. */
export const viewRoutes = (
  services: CommandServices,
  viewed: ViewedPage,
  { saveView, removeView }: ReturnType<typeof viewCommands>,
): Routes => {
  const { path } = viewed.table;
  return routes()
    .post(`${path}/views`, mayRun(saveView), form(viewInput), async ({ actor, input }) => {
      const query = queryOf(viewed.table, input.address);
      if (query === undefined) return refusedAsProblem([{ message: texts.views.notAList }]);
      return answer(await saveView(services, actor, { name: input.name, query }), {
        saved: (name) => redirect(listAddress(viewed, `${path}?${query}`), texts.views.saved(name)),
        refused: refusedAt(listAddress(viewed, input.address)),
      });
    })
    .post(`${path}/views/remove`, mayRun(removeView), form(viewRemoval), async ({ actor, input }) =>
      answer(await removeView(services, actor, input), {
        saved: (name) => redirect(path, texts.views.removed(name)),
      }),
    );
};
