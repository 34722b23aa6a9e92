import { createHash, randomUUID } from 'node:crypto';
import type { VNode } from 'preact';
import {
  type Answer,
  answer,
  download,
  empty,
  missing,
  page,
  problem,
  redirect,
  withHeaders,
} from '../http/answers.ts';
import type { Call } from '../http/call.ts';
import { form, query } from '../http/parsers.ts';
import { canRun, mayRun, open, signedIn } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { CommandServices } from '../ontology/command.ts';
import { listEntities } from '../ontology/lookup.ts';
import type { Services } from '../services.ts';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { createFeed, revokeFeed } from './commands.ts';
import { contentOf } from './content.ts';
import { findFeed, listFeeds, noteReading } from './feed-store.ts';
import { feedsPage, newFeedPage, shownFeedPage } from './pages.tsx';
import { isCurrent } from './rules.ts';
import { feedInput, newFeedQuery } from './schema.ts';
import { endingOf, newSecret, secretDigest, secretIn } from './secret.ts';
import { texts } from './texts.ts';

const list = '/account/calendars';

/** The user's calendar addresses, and the calendars at them (spec calendar#subscriptions). */
export const subscriptionRoutes = (
  services: CommandServices & Pick<Services, 'config'>,
): Routes => {
  const { db, now, config } = services;
  const showForm = async (_call: Call, state: FormState): Promise<VNode> =>
    newFeedPage({ committees: await listEntities(db, 'tor'), state });
  return routes()
    .offer(`${list}/new`, texts.offers.subscribe)
    .get(list, signedIn, async ({ actor }) =>
      page(
        feedsPage({ feeds: await listFeeds(db, actor.id), mayCreate: canRun(actor, createFeed) }),
      ),
    )
    .get(`${list}/new`, mayRun(createFeed), query(newFeedQuery), async (call) =>
      page(await showForm(call, freshForm({ tor_id: call.filter.tor ?? '' }))),
    )
    .post(
      list,
      mayRun(createFeed),
      form(feedInput, showForm),
      async ({ actor, input, refused, request }) => {
        const secret = newSecret();
        const mark = randomUUID();
        const digest = secretDigest(secret);
        const wanted = { tor: input.tor_id, digest, ending: endingOf(secret), mark };
        return answer(await createFeed(services, actor, wanted), {
          saved: (made) => {
            if (made.mark !== mark)
              return redirect(list, { tone: 'info', text: texts.saved.sentTwice });
            const server =
              config.http.publicUrl ?? `${request.protocol}://${request.get('host') ?? ''}`;
            const address = `${server}/calendar/${secret}.ics`;
            return page(shownFeedPage({ name: made.name, address }));
          },
          refused,
        });
      },
    )
    .post(`${list}/:id/revoke`, signedIn, async ({ actor, id }) =>
      answer(await revokeFeed(services, actor, { id }), {
        saved: (name) => redirect(list, texts.saved.revoked(name)),
      }),
    )
    .get('/calendar/:file(text)', open, async ({ file, request }): Promise<Answer> => {
      const secret = secretIn(file);
      const feed = secret === undefined ? undefined : await findFeed(db, secretDigest(secret));
      if (feed === undefined) return problem(missing(texts.refused.unknown));
      const at = now();
      const body = await contentOf(db, feed, { now: at, origin: config.http.publicUrl });
      const content = createHash('sha256').update(body).digest();
      const changedAt = await noteReading(db, { id: feed.id, content, now: at });
      const etag = `"${content.toString('base64url').slice(0, 22)}"`;
      const headers = {
        ETag: etag,
        'Last-Modified': changedAt.toUTCString(),
        'Cache-Control': 'private, no-cache',
      };
      const asked = {
        noneMatch: request.get('if-none-match'),
        since: request.get('if-modified-since'),
      };
      if (isCurrent(asked, { etag, changedAt })) return withHeaders(empty(304), headers);
      return withHeaders(
        download({ body, type: 'text/calendar; charset=utf-8', fileName: 'ahlt.ics' }),
        headers,
      );
    });
};
