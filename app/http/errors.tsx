import type { ErrorRequestHandler, Request, Response } from 'express';
import type { VNode } from 'preact';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { Forbidden } from '../ui/error-body.tsx';
import { ErrorPage } from '../ui/error-page.tsx';
import { activeEntry } from '../ui/menu.ts';
import { Page } from '../ui/page.tsx';
import { texts } from '../ui/texts.ts';
import { withoutSecrets } from './access-log.ts';
import { ownAddress, referrerOf } from './address.ts';
import { arrivalOf } from './dispatch.ts';
import { skipRest } from './long-body.ts';
import { isUnsafe } from './origin-check.ts';
import { type Problem, problemOf } from './problem.ts';
import { requestIdOf } from './request-id.ts';
import { sendShellPage } from './send.tsx';
import { type ShellParts, shellOf } from './shell.ts';
import type { Visit } from './visit.ts';
import { wantsJson } from './wants-json.ts';

/**
 * Converts every error into a page or a problem document, and a log line (spec requests#errors).
 */
export function errorHandler(
  { log }: { readonly log: Log },
  parts: ShellParts,
): ErrorRequestHandler {
  return async (error, request, response, next) => {
    const problem = problemOf(error, requestIdOf(response));
    if (problem.status >= 500)
      log.error(
        { err: error, requestId: problem.requestId, path: withoutSecrets(request.path) },
        'request failed',
      );
    if (response.headersSent) return next(error);
    response.set('Cache-Control', 'no-store');
    await takeBody(request, response);
    if (problem.status === 503) response.set('Retry-After', '5');
    const retryAfter = error instanceof AppError ? error.details['retryAfterSeconds'] : undefined;
    if (typeof retryAfter === 'number') response.set('Retry-After', String(retryAfter));
    if (wantsJson(request)) {
      response
        .status(problem.status)
        .type('application/problem+json')
        .send(JSON.stringify(problem));
      return;
    }
    // Without the database users cannot be identified, and the error page needs none.
    const visit =
      problem.status === 503
        ? undefined
        : await arrivalOf(response)
            ?.visitor()
            .catch(() => undefined);
    const shell = shellOf(request, response, visit, parts);
    sendShellPage(
      response,
      await pageOf(error, problem, { request, visit, parts }),
      problem.status,
      shell,
    );
  };
}

/** Reads the rest of the body first, because clients may not see a response while they send. */
async function takeBody(request: Request, response: Response): Promise<void> {
  if (!isUnsafe(request.method)) return;
  await skipRest(request);
  // An unread rest of the body would be parsed as the next request.
  if (!request.complete) response.set('Connection', 'close');
}

async function pageOf(
  error: unknown,
  problem: Problem,
  { request, visit, parts }: { request: Request; visit: Visit | undefined; parts: ShellParts },
): Promise<VNode> {
  const { requestId, status } = problem;
  // A token of another session is refused as well, and does not prove a forgery.
  if (
    status === 403 &&
    error instanceof AppError &&
    error.code === 'forbidden' &&
    visit !== undefined
  ) {
    const { permission, instead } = error.details;
    const explain = async (code: unknown) =>
      typeof code === 'string'
        ? await parts.gate.explain(code as PermissionCode, request.path)
        : undefined;
    const explained = await explain(permission);
    // Who may fill positions can help those who lack one.
    const helpers = (explained ?? (await explain(instead)))?.helpers ?? [];
    const name = explained?.page ?? activeEntry(visit.menu, request.path)?.entry.label;
    return (
      <Page
        title={name === undefined ? texts.error.forbiddenAny : texts.error.forbidden(name)}
        bare
      >
        <Forbidden
          requestId={requestId}
          {...(name === undefined ? {} : { page: name })}
          helpers={helpers}
          {...(explained === undefined
            ? { reason: problem.detail }
            : {
                permission: { label: explained.label, code: String(permission) },
                roles: visit.actor.roles,
              })}
        />
      </Page>
    );
  }
  const way = isUnsafe(request.method)
    ? { form: referrerOf(request) }
    : { again: ownAddress(request) };
  return <ErrorPage problem={problem} at={parts.now()} {...way} />;
}
