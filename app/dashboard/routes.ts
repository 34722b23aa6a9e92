import { page, redirect } from '../http/answers.ts';
import { open, signedIn } from '../http/policy.ts';
import { routes } from '../http/routes.ts';
import type { Services } from '../services.ts';
import { dashboardPage } from './pages.tsx';
import { readDashboard } from './queries.ts';
import { partsFor } from './rules.ts';

export const dashboardRoutes = ({ db }: Pick<Services, 'db'>) =>
  routes()
    .get('/', open, () => redirect('/dashboard'))
    .get(
      '/dashboard',
      signedIn,
      async ({
        actor: { id, label: name, roles, permissions },
        visit: {
          warnings: { unread, notices },
        },
        now,
      }) =>
        page(
          dashboardPage({
            ...(await readDashboard(db, { id, permissions }, partsFor(permissions), now)),
            name,
            roles,
            permissions,
            unread,
            notices,
          }),
        ),
    );
