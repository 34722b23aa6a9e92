import type { Request, Response } from 'express';
import { AppError } from '../errors.ts';
import type { Visit } from '../http/visit.ts';
import { base } from './operation.ts';
import { texts } from './texts.ts';

/** Requests a minute of one token or one person, and of an address from which nobody could be recognised. */
const most = { known: 600, unknown: 60 };
const windowSeconds = 60;
/** Whoever asks last within a window; more than these are forgotten, the oldest first, so that memory stays bounded. */
const mostCallers = 10_000;

interface Window {
  readonly begin: number;
  count: number;
}

interface Incoming {
  readonly request: Request;
  readonly response: Response;
  readonly visit: Visit | undefined;
}

/**
 * Counts the requests of each caller to the API, in this process: a replica more lets as many more through, which is what replicas are for
 * (docs/decisions/149-limits-are-per-process.md). Says how many are left; throws `too_many_requests` with how long to wait.
 */
export function apiLimit(now: () => Date): (incoming: Incoming) => void {
  const windows = new Map<string, Window>();
  return ({ request, response, visit }) => {
    if (!request.path.startsWith(`${base}/`)) return;
    const key =
      visit === undefined
        ? `address ${request.ip ?? ''}`
        : visit.token === undefined
          ? `user ${visit.actor.id}`
          : `token ${visit.token.id}`;
    const quota = visit === undefined ? most.unknown : most.known;
    const at = now().getTime();
    const window = current(windows, key, at);
    window.count += 1;
    const reset = Math.max(1, Math.ceil((window.begin + windowSeconds * 1000 - at) / 1000));
    response.set('RateLimit-Policy', `"default";q=${quota};w=${windowSeconds}`);
    response.set('RateLimit', `"default";r=${Math.max(0, quota - window.count)};t=${reset}`);
    if (window.count <= quota) return;
    throw new AppError('too_many_requests', { message: texts.refused.tooMany(reset), status: 429, details: { retryAfterSeconds: reset } });
  };
}

function current(windows: Map<string, Window>, key: string, at: number): Window {
  const known = windows.get(key);
  if (known !== undefined && at < known.begin + windowSeconds * 1000) return known;
  windows.delete(key);
  const [oldest] = windows.keys();
  if (windows.size >= mostCallers && oldest !== undefined) windows.delete(oldest);
  const made = { begin: at, count: 0 };
  windows.set(key, made);
  return made;
}
