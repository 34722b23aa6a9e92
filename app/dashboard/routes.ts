import { page, redirect } from '../http/answers.ts';
import { open, signedIn } from '../http/policy.ts';
import { routes } from '../http/routes.ts';
import { readCandidates } from '../my-work/index.ts';
import type { Services } from '../services.ts';
import { needsOf } from './attention.ts';
import { runningOf } from './meetings.ts';
import { dashboardPage } from './pages.tsx';
import { readDashboard } from './queries.ts';
import { type Dashboard, partsFor } from './rules.ts';

export const dashboardRoutes = ({ db, log }: Pick<Services, 'db' | 'log'>) =>
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
        const [dashboard, work] = await eachOf(
          [
            readDashboard(db, id, partsFor(permissions), now),
            readCandidates(db, { user: id, committee: undefined, now }),
          ],
          (err) => log.error({ err }, 'a part of the dashboard could not be read'),
        );
        const shown = dashboard ?? nothing(now);
        return page(
          dashboardPage({
            ...shown,
            needs: work && needsOf(work, { permissions, today: shown.today }),
            isPartial: dashboard === undefined,
            running: work === undefined ? [] : runningOf(work, permissions),
            name,
            roles,
            permissions,
            unread,
            notices,
          }),
        );
      },
    );

/** A page whose other parts could not be read. */
const nothing = (now: Date): Dashboard => ({
  ...{ committees: [], counts: {}, accounts: null, activity: null },
  today: now.toISOString().slice(0, 10),
});

/**
 * The content of two parts; `undefined` for one that failed, which the page reports. Throws if both
 * failed: then the database is away.
 */
async function eachOf<One, Other>(
  parts: readonly [Promise<One>, Promise<Other>],
  failed: (error: unknown) => void,
): Promise<readonly [One | undefined, Other | undefined]> {
  const [one, other] = await Promise.allSettled(parts);
  if (one.status === 'rejected' && other.status === 'rejected') throw one.reason;
  for (const part of [one, other]) if (part.status === 'rejected') failed(part.reason);
  return [
    one.status === 'fulfilled' ? one.value : undefined,
    other.status === 'fulfilled' ? other.value : undefined,
  ];
}
