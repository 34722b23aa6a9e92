import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

/** What a proxy may send: enough to find a request again, too little to break a log. */
const acceptable = /^[\w.:-]{8,64}$/;

/** Sixteen digits, of the kind of random number that Node draws ahead of time. */
const newId = (): string => randomUUID().replaceAll('-', '').slice(0, 16);

/** Gives each request an id, the proxy's when it has one, and puts it on the response. Short enough to be read out. */
export const requestId: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id');
  response.locals['requestId'] = given !== undefined && acceptable.test(given) ? given : newId();
  response.set('X-Request-Id', requestIdOf(response));
  next();
};

export const requestIdOf = (response: Response): string => String(response.locals['requestId'] ?? 'unknown');
