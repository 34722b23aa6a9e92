import { z } from 'zod';
import { page } from '../http/answers.ts';
import { id } from '../http/fields.ts';
import { query } from '../http/parsers.ts';
import { signedIn } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { Services } from '../services.ts';
import { myWorkPage } from './pages.tsx';
import { readCandidates } from './queries.ts';
import { tasksOf } from './rules.ts';

const filter = z.object({ tor: id.optional().catch(undefined) });

/** What waits for the signed-in user (spec my-work). */
export const myWorkRoutes = ({ db }: Pick<Services, 'db'>): Routes =>
  routes().get('/my-work', signedIn, query(filter), async ({ actor, filter: { tor }, now }) => {
    const candidates = await readCandidates(db, { user: actor.id, committee: tor, now });
    const tasks = tasksOf(candidates, actor.permissions);
    return page(myWorkPage({ tasks, candidates, committee: tor }));
  });
