import {
  type Answer,
  answer,
  answerAt,
  empty,
  json,
  missing,
  page,
  redirect,
  refusedAsProblem,
  refusedAt,
} from '../http/answers.ts';
import type { OwnCall } from '../http/call.ts';
import { list } from '../http/list-parser.ts';
import { form, query } from '../http/parsers.ts';
import { canRun, mayRun, signedIn } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { SignedIn } from '../http/visit.ts';
import { wantsJson } from '../http/wants-json.ts';
import type { CommandServices } from '../ontology/command.ts';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { parseTable, tableHref } from '../ui/table-state.ts';
import {
  dismissWarnings,
  forwardWarning,
  readWarnings,
  resolveWarning,
  restoreWarnings,
} from './commands.ts';
import { warningPage } from './detail-page.tsx';
import { warningsPage } from './pages.tsx';
import { findWarning, listCandidates, listWarningIds, listWarnings } from './queries.ts';
import {
  actionInput,
  bulkInput,
  candidateQuery,
  filterOf,
  forwardInput,
  mostSelected,
  warningTable,
} from './schema.ts';
import { texts } from './texts.ts';

const changes = { read: readWarnings, dismiss: dismissWarnings, restore: restoreWarnings };

/** The most dismissals that a message takes back: it is kept in a cookie. */
const mostUndone = 50;

/** The button of a message that takes dismissals back. */
const undoOf = (ids: readonly string[], back: string) =>
  ids.length === 0 || ids.length > mostUndone
    ? {}
    : {
        undo: {
          to: '/warnings/bulk',
          fields: { action: 'restore', ids: ids.join(','), query: back },
        },
      };

type OneCall = OwnCall & { readonly id: string };

/** The warnings of the signed-in user (spec warnings#list). */
export const warningRoutes = (services: CommandServices): Routes => {
  const { db } = services;
  const reader = ({ id: user, permissions }: SignedIn) => ({
    user,
    seesAll: permissions.has('warnings.view'),
  });
  const found = async ({ id, actor }: Pick<OneCall, 'id' | 'actor'>) => {
    const warning = await findWarning(db, id, reader(actor));
    if (warning === undefined) throw missing();
    return warning;
  };
  const show = async ({ id, actor }: OneCall, state: FormState = freshForm()) =>
    warningPage({
      warning: await found({ id, actor }),
      mayResolve: canRun(actor, resolveWarning),
      seesAll: actor.permissions.has('warnings.view'),
      state,
    });
  /** Refuses a program with a problem document, a button with a message on the page. */
  const refusedIn = ({ request, id }: Pick<OneCall, 'request' | 'id'>) =>
    wantsJson(request) ? refusedAsProblem : refusedAt(`/warnings/${id}`);
  return routes()
    .offer('/warnings', texts.offer)
    .get('/warnings', signedIn, list(warningTable), async ({ actor, state, visit }) => {
      const { page: at, size } = state;
      const of = await listWarnings(db, actor.id, { filter: filterOf(state), page: at, size });
      const back = tableHref(warningTable, state);
      const { unread } = visit.warnings;
      const notifications = visit.unread - unread;
      return page(warningsPage({ state, of, back, unread, notifications }));
    })
    .post('/warnings/bulk', signedIn, form(bulkInput), async ({ actor, input }) => {
      const { action, scope, query: at } = input;
      const filter = filterOf(parseTable(warningTable, new URL(at, 'http://app').searchParams));
      const ids =
        scope === 'all' ? await listWarningIds(db, actor.id, filter, mostSelected) : input.ids;
      const { [action]: change } = changes;
      return answerAt(at, await change(services, actor, { ids }), (changed) => ({
        tone: 'success',
        text: texts.bulk[action](changed.length),
        ...(action === 'dismiss' ? undoOf(changed, at) : {}),
      }));
    })
    .get('/warnings/:id', signedIn, async (call) => page(await show(call)))
    .get(
      '/warnings/:id/candidates',
      signedIn,
      query(candidateQuery),
      async ({ id, actor, filter: { q } }) => {
        await found({ id, actor });
        return json(await listCandidates(db, actor.id, q));
      },
    )
    .post('/warnings/:id/read', signedIn, form(actionInput), async (call) => {
      const { actor, id, input, request } = call;
      return answer(await readWarnings(services, actor, { ids: [id] }), {
        saved: (): Answer =>
          wantsJson(request) ? empty() : redirect(input.back, texts.saved.read),
        refused: refusedIn(call),
      });
    })
    .post('/warnings/:id/delete', signedIn, form(actionInput), async (call) => {
      const { actor, id, input } = call;
      return answer(await dismissWarnings(services, actor, { ids: [id] }), {
        saved: (changed) =>
          redirect(input.back, {
            ...{ tone: 'success', text: texts.saved.dismissed },
            ...undoOf(changed, input.back),
          }),
        refused: refusedIn(call),
      });
    })
    .post('/warnings/:id/restore', signedIn, form(actionInput), async (call) => {
      const { actor, id, input } = call;
      return answer(await restoreWarnings(services, actor, { ids: [id] }), {
        saved: redirect(input.back, texts.saved.restored),
        refused: refusedIn(call),
      });
    })
    .post(
      '/warnings/:id/forward',
      signedIn,
      form(forwardInput, show),
      async ({ actor, id, input: { target_user_id: target }, refused }) =>
        answer(await forwardWarning(services, actor, { id, target }), {
          saved: (name) => redirect(`/warnings/${id}`, texts.saved.forwarded(name)),
          refused,
        }),
    )
    .post('/warnings/:id/resolve', mayRun(resolveWarning), async ({ actor, id, request }) =>
      answer(await resolveWarning(services, actor, { id }), {
        saved: redirect(`/warnings/${id}`, texts.saved.resolved),
        refused: refusedIn({ request, id }),
      }),
    );
};
