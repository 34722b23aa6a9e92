import { AppError } from '../errors.ts';
import { type Answer, empty, json as jsonAnswer, page, withHeaders } from '../http/answers.ts';
import type { Call } from '../http/call.ts';
import { isUnsafe } from '../http/origin-check.ts';
import { signedIn } from '../http/policy.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { Services } from '../services.ts';
import { etagOf, isKnown } from './conditional.ts';
import { type OpenApi, openApi } from './document.ts';
import { once } from './idempotency.ts';
import {
  type ApiCall,
  base,
  type Operation,
  type Pages,
  type Respond,
  type Result,
} from './operation.ts';
import { operations } from './operations.ts';
import { docsPage } from './pages.tsx';
import { texts } from './texts.ts';

/** The REST API, its document and the page that shows it (spec api#operations). */
export function apiRoutes(services: Services): Routes {
  const all = operations(services);
  // Made when it is first read: the schemas of all operations take memory that few processes need.
  let made: OpenApi | undefined;
  const document = (): OpenApi => {
    made ??= openApi(all, {
      version: services.version,
      cookie: services.access.cookies.session,
    });
    return made;
  };
  const server = (call: Call): string =>
    services.config.http.publicUrl ??
    `${call.request.protocol}://${call.request.get('host') ?? ''}`;
  return all
    .reduce((list, each) => each.addTo(list, respondWith(services)), routes())
    .get(`${base}/openapi.json`, signedIn, async (call) => {
      const etag = etagOf(undefined, document());
      const headers = { ETag: etag };
      return isKnown(call.request, etag)
        ? withHeaders(empty(304), headers)
        : withHeaders(jsonAnswer(document()), headers);
    })
    .get(`${base}/docs`, signedIn, async (call) =>
      page(docsPage({ document: document(), server: server(call) })),
    );
}

const respondWith =
  (services: Services): Respond =>
  async (operation, call, run) => {
    const { request, actor } = call;
    if (request.accepts(['application/json', 'application/problem+json']) === false)
      throw new AppError('not_acceptable', { message: texts.refused.notAcceptable, status: 406 });
    if (operation.repeatable !== true) return answerOf(operation, call, await run(actor));
    return once(
      services,
      call,
      async (actor) => {
        const result = await run(actor);
        const answer = answerOf(operation, call, result);
        return {
          answer,
          status: operation.status,
          headers: (answer.headers ?? {}) as Record<string, string>,
          body: result.body,
        };
      },
      ({ status, headers, body }) =>
        withHeaders(jsonAnswer(body, status), { ...headers, 'Idempotency-Replayed': 'true' }),
    );
  };

/** Adds the headers common to all: `ETag`, links to other parts, `Location`. */
function answerOf(
  { versioned, status }: Operation,
  { request }: ApiCall,
  { body, version, location, next, pages }: Result,
): Answer {
  if (status === 204) return empty();
  const isRead = !isUnsafe(request.method);
  const etag = versioned === true || isRead ? etagOf(version, body) : undefined;
  const links = linksOf(request.originalUrl, next ?? undefined, pages);
  const headers = {
    ...(etag === undefined ? {} : { ETag: etag }),
    ...(links === '' ? {} : { Link: links }),
    ...(location === undefined ? {} : { Location: `${base}${location}` }),
  };
  if (etag !== undefined && isRead && isKnown(request, etag))
    return withHeaders(empty(304), headers);
  return withHeaders(jsonAnswer(body, status), headers);
}

/**
 * Links to other parts of the list (RFC 8288): the next position; or by number the first, previous
 * and last page. Pages beyond the end are empty, for clients that count until nothing comes, and
 * link back.
 */
function linksOf(address: string, next: string | undefined, pages: Pages | undefined): string {
  const links: (readonly [rel: string, name: 'after' | 'page', value: string])[] =
    next === undefined ? [] : [['next', 'after', next]];
  if (pages !== undefined && pages.last > 1)
    links.push(['first', 'page', '1'], ['last', 'page', String(pages.last)]);
  if (pages !== undefined && pages.at > 1)
    links.push(['prev', 'page', String(Math.min(pages.at - 1, pages.last))]);
  return links
    .map(([rel, name, value]) => `<${linkTo(address, name, value)}>; rel="${rel}"`)
    .join(', ');
}

/** The same list from a position, or another page of it. */
function linkTo(address: string, name: 'after' | 'page', value: string): string {
  const url = new URL(address, 'http://app.invalid');
  for (const other of ['page', 'after']) url.searchParams.delete(other);
  url.searchParams.set(name, value);
  return `${url.pathname}${url.search}`;
}
