import { z } from 'zod';
import { type Asker, askerAt, canFindDocuments, findDocuments } from '../documents/index.ts';
import { mayReadType } from '../entities/index.ts';
import { json, page } from '../http/answers.ts';
import { query } from '../http/parsers.ts';
import { canRun, isOpenTo, signedIn } from '../http/policy.ts';
import { type GuardedOffer, routes } from '../http/routes.ts';
import { wantsJson } from '../http/wants-json.ts';
import type { Actor } from '../ontology/actor.ts';
import { updateUser } from '../people/index.ts';
import type { Services } from '../services.ts';
import type { PaletteResult } from '../ui/palette.tsx';
import { searchPage } from './pages.tsx';
import { findPeople } from './queries.ts';
import { findActions, findPages, most } from './rules.ts';
import { texts } from './texts.ts';

const words = z.object({ q: z.string().trim().max(100).catch('').default('') });

export const searchRoutes = ({ db }: Pick<Services, 'db'>, offers: () => readonly GuardedOffer[]) =>
  routes().get(
    '/search',
    signedIn,
    query(words),
    async ({ actor, visit, filter: { q }, request, now }) => {
      const { byName, byModule } = findPages(visit.menu, q);
      const open = offers().filter(({ policy }) => isOpenTo(policy, actor.permissions));
      const pages = new Set([...byName, ...byModule].map(({ to }) => to));
      const actions = findActions(open, q).filter(({ to }) => !pages.has(to));
      const people =
        q === '' || !mayReadType('user', actor.permissions) ? [] : await peopleFor(db, actor, q);
      const documents =
        q === '' || !canFindDocuments(actor) ? [] : await documentsFor(db, askerAt(actor, now), q);
      return wantsJson(request)
        ? json({ results: [...byName, ...actions, ...people, ...documents, ...byModule] })
        : page(
            searchPage({ words: q, pages: [...byName, ...byModule], actions, people, documents }),
          );
    },
  );

async function documentsFor(
  db: Services['db'],
  asker: Asker,
  q: string,
): Promise<readonly PaletteResult[]> {
  return (await findDocuments(db, q, asker, most)).map(({ id, title, committee }) => ({
    label: title,
    ...(committee === null ? {} : { note: committee }),
    to: `/documents/${id}`,
    kind: texts.document,
    icon: 'document',
  }));
}

/** Readers who may not edit a user are linked to the list instead. */
async function peopleFor(
  db: Services['db'],
  actor: Actor,
  q: string,
): Promise<readonly PaletteResult[]> {
  const mayEdit = canRun(actor, updateUser);
  return (await findPeople(db, q)).map(({ id, label, name }) => ({
    label,
    note: name,
    to: mayEdit ? `/users/${id}/edit` : `/users?${new URLSearchParams({ q: name })}`,
    kind: texts.person,
    icon: 'users',
  }));
}
