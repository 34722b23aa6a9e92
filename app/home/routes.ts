import { page, redirect } from '../http/answers.ts';
import { open, signedIn } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import { HomePage } from './pages.tsx';

/** Where people arrive. */
export const homeRoutes = (): Routes =>
  routes()
    .get('/', open, () => redirect('/dashboard'))
    .get('/dashboard', signedIn, ({ actor, visit, now }) =>
      page(HomePage({ name: actor.label, roles: actor.roles, menu: visit.menu, now })),
    );
