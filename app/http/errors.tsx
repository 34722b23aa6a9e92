import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { AppError } from '../errors.ts';
import type { Services } from '../services.ts';
import { ErrorPage } from '../ui/error-page.tsx';
import type { Frame } from '../ui/page.tsx';
import { type Problem, problemOf } from './problem.ts';
import { sendPage } from './render.ts';
import { requestIdOf } from './request-id.ts';

/** The end of the road for an address that nothing answers. */
export const notFound: RequestHandler = (request) => {
  throw new AppError('not_found', { message: `There is nothing at ${request.path}.`, status: 404 });
};

/** The one place where an error becomes a page or a problem document, and a line in the log. */
export function errorHandler({ log, now }: Pick<Services, 'log' | 'now'>, frame: Frame): ErrorRequestHandler {
  return (error, request, response, next) => {
    const problem = problemOf(error, requestIdOf(response));
    if (problem.status >= 500) log.error({ err: error, requestId: problem.requestId, path: request.path }, 'request failed');
    if (response.headersSent) return next(error);
    response.set('Cache-Control', 'no-store');
    if (problem.status === 503) response.set('Retry-After', '5');
    answer(request, response, problem, { frame, now: now() });
  };
}

function answer(request: Request, response: Response, problem: Problem, { frame, now }: { frame: Frame; now: Date }): void {
  if (request.accepts(['html', 'json']) === 'html') {
    sendPage(response, <ErrorPage frame={frame} problem={problem} at={now} />, problem.status);
    return;
  }
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
