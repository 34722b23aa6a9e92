import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Db } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { clientNetwork } from '../http/client-network.ts';
import type { Visit } from '../http/visit.ts';
import { takeLease } from './limit-store.ts';
import { base } from './operation.ts';
import { texts } from './texts.ts';

/** Requests per minute of a token or user, and of an address without an identified user. */
const most = { known: 600, unknown: 60 };
const windowSeconds = 60;
/** Callers kept in memory; the oldest are dropped to bound it and lease again. */
const mostCallers = 10_000;

interface LimitServices {
  readonly db: Db;
  readonly now: () => Date;
}

interface Incoming {
  readonly request: Request;
  readonly response: Response;
  readonly visit: Visit | undefined;
}

/** Requests of a caller that this process may still admit in a window. */
interface Share {
  readonly caller: Buffer;
  /** Start of the window; `undefined` before the first lease. */
  begin: number | undefined;
  left: number;
  /** Remaining for other leases. */
  free: number;
  isUsedUp: boolean;
  /** A lease in progress; concurrent requests wait for it. */
  leasing: Promise<void> | undefined;
}

/**
 * Limits the requests of each caller to the API across all processes. A process leases an eighth of
 * the minute's remaining requests from the database and counts those locally: a row per request
 * would mean a write for each read, and separate counters would let each replica grant the whole
 * quota. An unused lease wastes at most an eighth of the remainder. Returns the remaining requests;
 * throws `too_many_requests` with the time to wait.
 */
export function apiLimit(services: LimitServices): (incoming: Incoming) => Promise<void> {
  const shares = new Map<string, Share>();
  return async ({ request, response, visit }) => {
    if (!request.path.startsWith(`${base}/`)) return;
    const quota = visit === undefined ? most.unknown : most.known;
    const share = shareOf(shares, callerOf(request, visit), services.now().getTime());
    while (share.left === 0 && !share.isUsedUp) {
      share.leasing ??= lease(services, share, quota);
      await share.leasing;
    }
    const isAllowed = share.left > 0;
    if (isAllowed) share.left -= 1;
    const at = services.now().getTime();
    const reset = Math.max(1, Math.ceil(((share.begin ?? at) + windowSeconds * 1000 - at) / 1000));
    response.set('RateLimit-Policy', `"default";q=${quota};w=${windowSeconds}`);
    response.set('RateLimit', `"default";r=${share.left + share.free};t=${reset}`);
    if (isAllowed) return;
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

function shareOf(shares: Map<string, Share>, key: string, at: number): Share {
  const known = shares.get(key);
  if (known !== undefined && (known.begin === undefined || at < known.begin + windowSeconds * 1000))
    return known;
  shares.delete(key);
  const [oldest] = shares.keys();
  if (shares.size >= mostCallers && oldest !== undefined) shares.delete(oldest);
  const caller = createHash('sha256').update(key).digest();
  const made: Share = {
    caller,
    begin: undefined,
    left: 0,
    free: 0,
    isUsedUp: false,
    leasing: undefined,
  };
  shares.set(key, made);
  return made;
}

async function lease({ db, now }: LimitServices, share: Share, quota: number): Promise<void> {
  try {
    const { begin, granted, free } = await takeLease(db, {
      caller: share.caller,
      quota,
      windowSeconds,
      now: now(),
    });
    share.begin = begin.getTime();
    share.left += granted;
    share.free = free;
    share.isUsedUp = granted === 0;
  } finally {
    share.leasing = undefined;
  }
}
