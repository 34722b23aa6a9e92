import type { Request } from 'express';
import { localPath } from '../ui/local-path.ts';

const here = 'http://app.invalid';

/**
 * Path and query of a request, as a browser would write them. Whatever stands in a request line is
 * an address within this app: two slashes begin no host, and a host that a proxy left there doesn't
 * count.
 */
export function addressOf({ originalUrl }: Pick<Request, 'originalUrl'>): URL {
  const path = originalUrl.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  return new URL(`${here}${path.startsWith('/') ? '' : '/'}${path}`);
}

/**
 * The same as a text that may stand in a link or a form; `undefined` when a browser would read it
 * as another host.
 */
export function ownAddress(request: Pick<Request, 'originalUrl'>): string | undefined {
  const { pathname, search } = addressOf(request);
  return localPath(`${pathname}${search}`);
}

/** The same for an address of this app; what stands behind `#` stays with it. */
export const localAddress = (address: string): URL => new URL(address, here);

/** Path and query of the page that a request was made on, when it is one of this app. */
export function referrerOf(request: Pick<Request, 'get'>): string | undefined {
  const referrer = request.get('referer');
  if (referrer === undefined || !URL.canParse(referrer)) return undefined;
  const { host, pathname, search } = new URL(referrer);
  return host === request.get('host') ? localPath(`${pathname}${search}`) : undefined;
}
