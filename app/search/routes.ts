import { z } from 'zod';
import { committeesWith } from '../committees/index.ts';
import { askerAt, canFindDocuments, documentsWith } from '../documents/index.ts';
import { mayReadType } from '../entities/index.ts';
import { json, page } from '../http/answers.ts';
import { query } from '../http/parsers.ts';
import { canRun, isOpenTo, signedIn } from '../http/policy.ts';
import { type GuardedOffer, routes } from '../http/routes.ts';
import type { SignedIn } from '../http/visit.ts';
import { wantsJson } from '../http/wants-json.ts';
import { countWaiting, workTable } from '../my-work/index.ts';
import { updateUser } from '../people/index.ts';
import { positionsWith } from '../positions/index.ts';
import type { Services } from '../services.ts';
import type { PaletteResult } from '../ui/palette.tsx';
import { itemsWith } from './items.ts';
import { searchPage } from './pages.tsx';
import { resultsOf, withNumbers } from './present.ts';
import { findAll, peopleWith, type Searches } from './queries.ts';
import { findActions, findPages, most } from './rules.ts';

const words = z.object({ q: z.string().trim().max(100).catch('').default('') });

export const searchRoutes = ({ db }: Pick<Services, 'db'>, offers: () => readonly GuardedOffer[]) =>
  routes().get(
    '/search',
    signedIn,
    query(words),
    async ({ actor, visit, filter: { q }, request, now }) => {
      const pages = findPages(visit.menu, q);
      const shown = new Set([...pages.byName, ...pages.byModule].map(({ to }) => to));
      const open = offers().filter(({ policy }) => isOpenTo(policy, actor.permissions));
      const [found, waiting] = await Promise.all([
        findAll(db, q === '' ? {} : searchesOf(actor, q, now)),
        shown.has(workTable.path) ? countWaiting(db, { ...actor, user: actor.id, now }) : 0,
      ]);
      const numbered = (each: readonly PaletteResult[]) => withNumbers(each, { ...visit, waiting });
      const [byName, byModule] = [numbered(pages.byName), numbered(pages.byModule)];
      const actions = numbered(findActions(open, q)).filter(({ to }) => !shown.has(to));
      const results = resultsOf(found, canRun(actor, updateUser));
      const { people, committees, positions, documents, items } = results;
      return wantsJson(request)
        ? json({
            results: [
              ...[...byName, ...actions, ...committees, ...people, ...positions],
              ...[...items, ...documents, ...byModule],
            ],
          })
        : page(searchPage({ words: q, pages: [...byName, ...byModule], actions, ...results }));
    },
  );

/** The searches that a user may make. */
const searchesOf = (actor: SignedIn, q: string, now: Date): Searches => ({
  people: mayReadType('user', actor.permissions) ? peopleWith(q) : undefined,
  committees: actor.permissions.has('tor.list') ? committeesWith(q, most) : undefined,
  positions: actor.permissions.has('tor.list')
    ? positionsWith(q, askerAt(actor, now), most)
    : undefined,
  documents: canFindDocuments(actor) ? documentsWith(q, askerAt(actor, now), most) : undefined,
  items: itemsWith(q, askerAt(actor, now), most),
});
