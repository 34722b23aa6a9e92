import type { Request } from 'express';
import { AppError } from '../errors.ts';
import { texts } from './texts.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a request method may change state. */
export const isUnsafe = (method: string): boolean => !safe.has(method);

/**
 * Checks the origin of an unsafe request: browsers send it in two headers that pages cannot forge.
 * A program that sends neither still needs the token of its session. Throws `cross_site`.
 * @param publicUrl the public origin. The requested address itself is accepted too: `localhost` has
 * several names.
 */
export function requireOwnOrigin(request: Request, publicUrl: string | undefined): void {
  const site = request.get('sec-fetch-site');
  const origin = request.get('origin');
  const foreignSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  const foreignOrigin =
    origin !== undefined &&
    origin !== publicUrl &&
    origin !== `${request.protocol}://${request.get('host') ?? ''}`;
  if (!foreignSite && !foreignOrigin) return;
  throw new AppError('cross_site', { message: texts.otherSite, status: 403 });
}

/**
 * Whether a page of this app opens a connection: its origin must be the public one, or the requested
 * address. Browsers send it with every WebSocket, and no form token can.
 */
export function isOwnOrigin(
  { origin, host }: { readonly origin?: string | undefined; readonly host?: string | undefined },
  publicUrl: string | undefined,
): boolean {
  if (origin === undefined) return false;
  const scheme = publicUrl?.startsWith('https:') === true ? 'https' : 'http';
  return origin === publicUrl || (host !== undefined && origin === `${scheme}://${host}`);
}
