import { z } from 'zod';
import { decidedBy, inBody, isMetBy, readStanding, type Standing } from '../authority/index.ts';
import { page } from '../http/answers.ts';
import { query } from '../http/parsers.ts';
import { may, within } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import { shownProposalMoves } from '../proposals/index.ts';
import type { Services } from '../services.ts';
import { shownMoves } from '../suggestions/index.ts';
import { movesFrom } from '../workflow/index.ts';
import { type ItemLine, rowsPerPage, rowsTogether, type Tab } from './item.ts';
import type { Powers } from './item-table.tsx';
import { allItemsPage, committeeItemsPage } from './pages.tsx';
import { readOverview } from './queries.ts';
import { requirements, seesAll, tabIn, tabsWith } from './rules.ts';

const listQuery = z.object({
  tab: z.string().max(63).optional().catch(undefined),
  page: z.coerce.number().int().min(1).max(100_000).catch(1),
});

const movesOf = {
  suggestions: shownMoves,
  proposals: shownProposalMoves,
  agenda_points: movesFrom,
} as const;

const powersOf = (
  permissions: ReadonlySet<string>,
  standing: (row: ItemLine) => Standing,
): Powers => ({
  standing,
  moves: ({ tab, definition }, row) =>
    movesOf[tab](
      definition,
      { status: row.status ?? undefined, properties: row.properties },
      { permissions, standing: standing(row) },
    ),
});

/** The data of a page: one list and its page, or the beginnings of all. */
const asked = (tab: Tab | 'none' | undefined, open: readonly Tab[], number: number) => ({
  shown: tab === undefined ? open : tab === 'none' ? [] : [tab],
  all: open,
  part:
    tab === undefined
      ? { limit: rowsTogether, offset: 0 }
      : { limit: rowsPerPage, offset: (number - 1) * rowsPerPage },
});

/** The items of committees: suggestions, proposals and agenda points (spec work-items#lists). */
export const workItemRoutes = ({ db }: Pick<Services, 'db'>): Routes =>
  routes()
    .get(
      '/tor/:id/workflow',
      within(inBody('suggestion.view', 'proposal.view', 'agenda.view')),
      query(listQuery),
      async ({ id, committee, actor, now, filter }) => {
        const { permissions } = actor;
        const open = tabsWith((tab) => isMetBy(requirements[tab], permissions, committee));
        const tab = tabIn(filter.tab, open);
        const asker = { id: actor.id, permissions, now };
        return page(
          committeeItemsPage({
            ...{ committee, tab, page: filter.page },
            overview: await readOverview(
              db,
              { scope: id, ...asked(tab, open, filter.page) },
              asker,
            ),
            powers: powersOf(permissions, () => committee),
          }),
        );
      },
    )
    .get(
      '/workflow',
      may('suggestion.view', 'proposal.view', 'agenda.view'),
      query(listQuery),
      async ({ actor, now, filter }) => {
        const { permissions } = actor;
        const open = tabsWith((tab) => decidedBy(requirements[tab], permissions) !== false);
        const tab = tabIn(filter.tab, open);
        const asker = { id: actor.id, permissions, now };
        return page(
          allItemsPage({
            ...{ tab, page: filter.page },
            isEverywhere: seesAll(permissions),
            overview: await readOverview(
              db,
              { scope: undefined, ...asked(tab, open, filter.page) },
              asker,
            ),
            powers: powersOf(permissions, ({ standing }) =>
              readStanding(standing ?? { isMember: false, capabilities: [] }),
            ),
          }),
        );
      },
    );
