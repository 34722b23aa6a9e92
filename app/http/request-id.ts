import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';

/** What a proxy may send: enough to find a request again, too little to break a log. */
const acceptable = /^[\w.:-]{8,64}$/;

/** Sixteen digits, of the kind of random number that Node draws ahead of time. */
const newId = (): string => randomUUID().replaceAll('-', '').slice(0, 16);

/**
 * Gives each request an id and puts it on the response. A proxy that the configuration trusts may
 * bring its own; from anybody else it would be text of their choice in the log, and the same for as
 * many requests as they like. Short enough to be read out.
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

/** Whether a request came over a proxy of `TRUST_PROXY`. */
function comesFromProxy({ app, socket }: Pick<Request, 'app' | 'socket'>): boolean {
  const isTrusted = app.get('trust proxy fn') as (
    address: string | undefined,
    hop: number,
  ) => boolean;
  return isTrusted(socket.remoteAddress, 0);
}
