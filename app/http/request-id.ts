import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';

/** The ids that a proxy may send: enough to find a request, too little to break a log. */
const acceptable = /^[\w.:-]{8,64}$/;

/** Sixteen digits, from random numbers that Node pregenerates. */
const newId = (): string => randomUUID().replaceAll('-', '').slice(0, 16);

/**
 * Assigns each request an id and returns it in the response. A trusted proxy may send its own; from
 * other clients it would be arbitrary and repeatable text in the log. Short enough to read aloud.
 */
export const requestId: RequestHandler = (request, response, next) => {
  const given = request.get('x-request-id');
  const isUsable = given !== undefined && acceptable.test(given) && comesFromProxy(request);
  response.locals['requestId'] = isUsable ? given : newId();
  response.set('X-Request-Id', requestIdOf(response));
  next();
};

export const requestIdOf = (response: Response): string =>
  String(response.locals['requestId'] ?? 'unknown');

/** Whether a request came through a proxy of `TRUST_PROXY`. */
function comesFromProxy({ app, socket }: Pick<Request, 'app' | 'socket'>): boolean {
  const isTrusted = app.get('trust proxy fn') as (
    address: string | undefined,
    hop: number,
  ) => boolean;
  return isTrusted(socket.remoteAddress, 0);
}
