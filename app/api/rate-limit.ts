import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Db } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { clientNetwork } from '../http/client-network.ts';
import type { Visit } from '../http/visit.ts';
import { countRequest, windowSeconds } from './limit-store.ts';
import { base } from './operation.ts';
import { texts } from './texts.ts';

/** Requests per minute of a token or user, and of an address without an identified user. */
const most = { known: 600, unknown: 60 };

interface LimitServices {
  readonly db: Db;
  readonly now: () => Date;
}

interface Incoming {
  readonly request: Request;
  readonly response: Response;
  readonly visit: Visit | undefined;
}

/**
 * Limits the requests of each caller to the API across all replicas, which count in the database
 * (spec api#quota). Sets the remaining requests as headers; throws `too_many_requests` with the
 * time to wait.
 */
export function apiLimit({ db, now }: LimitServices): (incoming: Incoming) => Promise<void> {
  return async ({ request, response, visit }) => {
    if (!request.path.startsWith(`${base}/`)) return;
    const quota = visit === undefined ? most.unknown : most.known;
    const caller = createHash('sha256').update(callerOf(request, visit)).digest();
    const at = now();
    const { begin, requests } = await countRequest(db, caller, at);
    const elapsed = (at.getTime() - begin.getTime()) / 1000;
    const reset = Math.max(1, Math.ceil(windowSeconds - elapsed));
    response.set('RateLimit-Policy', `"default";q=${quota};w=${windowSeconds}`);
    response.set('RateLimit', `"default";r=${Math.max(0, quota - requests)};t=${reset}`);
    if (requests <= quota) return;
    throw new AppError('too_many_requests', {
      message: texts.refused.tooMany(reset),
      status: 429,
      details: { retryAfterSeconds: reset },
    });
  };
}

function callerOf(request: Request, visit: Visit | undefined): string {
  if (visit === undefined) return `address ${clientNetwork(request.ip ?? '')}`;
  return visit.token === undefined ? `user ${visit.actor.id}` : `token ${visit.token.id}`;
}
