import { page } from '../http/answers.ts';
import { list } from '../http/list-parser.ts';
import { canRun, signedIn } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { viewRoutes } from '../saved-lists/index.ts';
import { myWorkPage } from './pages.tsx';
import { workViews } from './preference-commands.ts';
import { readCandidates } from './queries.ts';
import { tasksIn, tasksOf } from './rules.ts';
import { filterOf, workPage, workTable } from './schema.ts';

/** The tasks of the signed-in user (spec my-work). */
export const myWorkRoutes = (services: CommandServices): Routes =>
  routes()
    .get('/my-work', signedIn, list(workTable), async ({ actor, state, now }) => {
      const filter = filterOf(state);
      const { committee } = filter;
      const candidates = await readCandidates(services.db, { user: actor.id, committee, now });
      const tasks = tasksIn(tasksOf(candidates, actor.permissions), filter);
      const mayKeep = canRun(actor, workViews.saveView);
      return page(myWorkPage({ tasks, candidates, state, mayKeep }));
    })
    .with(viewRoutes(services, workPage, workViews));
