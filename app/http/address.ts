import type { Request } from 'express';
import { localPath } from '../ui/local-path.ts';

const here = 'http://app.invalid';

/**
 * Path and query of a request, normalized as by a browser. A request target is always an address in
 * this app: two leading slashes start no host, and the host of an absolute target is ignored.
 */
export function addressOf({ originalUrl }: Pick<Request, 'originalUrl'>): URL {
  const path = originalUrl.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  return new URL(`${here}${path.startsWith('/') ? '' : '/'}${path}`);
}

/**
 * The same as a text for a link or a form; `undefined` if a browser would read it as another host.
 */
export function ownAddress(request: Pick<Request, 'originalUrl'>): string | undefined {
  const { pathname, search } = addressOf(request);
  return localPath(`${pathname}${search}`);
}

/** The same for an address of this app, including its fragment. */
export const localAddress = (address: string): URL => new URL(address, here);

/** Path and query of the page that sent the request, if it is one of this app. */
export function referrerOf(request: Pick<Request, 'get'>): string | undefined {
  const referrer = request.get('referer');
  if (referrer === undefined || !URL.canParse(referrer)) return undefined;
  const { host, pathname, search } = new URL(referrer);
  return host === request.get('host') ? localPath(`${pathname}${search}`) : undefined;
}
