import { page, redirect } from '../http/answers.ts';
import { open, signedIn } from '../http/policy.ts';
import { routes } from '../http/routes.ts';
import { readCandidates } from '../my-work/index.ts';
import type { Services } from '../services.ts';
import { needsOf } from './attention.ts';
import { runningOf } from './meetings.ts';
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
      }) => {
        const [dashboard, work] = await Promise.all([
          readDashboard(db, id, partsFor(permissions), now),
          readCandidates(db, { user: id, committee: undefined, now }),
        ]);
        const { today } = dashboard;
        return page(
          dashboardPage({
            ...dashboard,
            needs: needsOf(work, { permissions, today }),
            running: runningOf(work, permissions),
            name,
            roles,
            permissions,
            unread,
            notices,
          }),
        );
      },
    );
