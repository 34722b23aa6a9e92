import type { Request } from 'express';
import { AppError } from '../errors.ts';
import { texts } from './texts.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a request may change something. */
export const isUnsafe = (method: string): boolean => !safe.has(method);

/**
 * Holds an unsafe request to its origin: browsers say in two headers, which pages can't forge,
 * where it comes from. A program that sends neither still needs the token of its session. Throws
 * `cross_site`.
 * @param publicUrl origin that people use. The address that the browser itself asked is right as
 * well: `localhost` has several names.
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
