import { answer, empty, missing, page, redirect } from '../http/answers.ts';
import type { OwnCall } from '../http/call.ts';
import { list } from '../http/list-parser.ts';
import { form, query } from '../http/parsers.ts';
import { open, signedIn } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import { wantsJson } from '../http/wants-json.ts';
import {
  hasNotification,
  readNotifications,
  readUnsubscribeToken,
} from '../notifications/index.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { Services } from '../services.ts';
import type { FormState } from '../ui/form-state.ts';
import { tableHref } from '../ui/table-state.ts';
import { chooseNotifications } from './commands.ts';
import { oneClick, stopFor } from './one-click.ts';
import { choicesPage, notificationsPage, unsubscribedPage, unsubscribePage } from './pages.tsx';
import { listNotifications, readChoices } from './queries.ts';
import {
  actionInput,
  bulkInput,
  choicesIn,
  choicesInput,
  filterOf,
  notificationTable,
  tokenQuery,
} from './schema.ts';
import { texts } from './texts.ts';

/** The notifications of the signed-in user, and their choices (spec notifications#list). */
export const notificationRoutes = (
  services: CommandServices & Pick<Services, 'access' | 'mailer'>,
): Routes => {
  const { db } = services;
  const hasMail = services.mailer !== undefined;
  const showChoices = async ({ actor }: OwnCall, state?: FormState) =>
    choicesPage({ ...(await readChoices(db, actor.id)), hasMail, state });
  const read = (token: string) => {
    const found = readUnsubscribeToken(token, services.access.keys);
    if (found === undefined) throw missing(texts.unsubscribe.invalid);
    return found;
  };
  return routes()
    .offer('/notifications', texts.offers.list)
    .offer('/account/notifications', texts.offers.choices)
    .get('/notifications', signedIn, list(notificationTable), async ({ actor, state, visit }) => {
      const { page: at, size } = state;
      const of = await listNotifications(db, actor.id, { filter: filterOf(state), page: at, size });
      const unread = visit.unread - visit.warnings.unread;
      const back = tableHref(notificationTable, state);
      return page(notificationsPage({ state, of, back, unread, warnings: visit.warnings.unread }));
    })
    .post('/notifications/read', signedIn, form(bulkInput), async ({ actor, input, now }) => {
      const ids = input.scope === 'all' ? undefined : input.ids;
      const count = await readNotifications(db, { user: actor.id, ids, now });
      return redirect(input.query, texts.done(count));
    })
    .post(
      '/notifications/:id/read',
      signedIn,
      form(actionInput),
      async ({ actor, id, input, now, request }) => {
        if (!(await hasNotification(db, actor.id, id))) throw missing();
        const count = await readNotifications(db, { user: actor.id, ids: [id], now });
        return wantsJson(request) ? empty() : redirect(input.back, texts.done(count));
      },
    )
    .get('/notifications/unsubscribe', open, query(tokenQuery), ({ filter: { token } }) =>
      page(unsubscribePage({ token, from: read(token).from })),
    )
    .post('/notifications/unsubscribe', open, form(tokenQuery), async ({ input: { token } }) => {
      const asked = read(token);
      return answer(await stopFor(services, asked), { saved: page(unsubscribedPage(asked)) });
    })
    .mount('/unsubscribe', ['GET', 'POST'], open, oneClick(services))
    .get('/account/notifications', signedIn, async (call) => page(await showChoices(call)))
    .post(
      '/account/notifications',
      signedIn,
      form(choicesInput, showChoices),
      async ({ actor, input, refused }) =>
        answer(await chooseNotifications(services, actor, { choices: choicesIn(input) }), {
          saved: redirect('/account/notifications', texts.choices.saved),
          refused,
        }),
    );
};
