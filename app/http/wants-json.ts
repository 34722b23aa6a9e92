import type { Request } from 'express';
import { mediaType } from './body.ts';

/**
 * Whether the client is a program, by the address, the content type or the accepted types. All
 * other clients are browsers, including one that submits a form with files to an API address.
 */
export function wantsJson(request: Request): boolean {
  if (isFormOfPage(request)) return false;
  if (isProgramAddress(request.path) || mediaType(request) === 'application/json') return true;
  return request.accepts(['html', 'json']) !== 'html';
}

/** Addresses of programs; the page that documents them is a page. */
export const isProgramAddress = (path: string): boolean =>
  /^\/(\w+\/)?api\/(?!v1\/docs$)/.test(path);

/** A form with files from a client that wants a page. */
export const isFormOfPage = (request: Request): boolean =>
  mediaType(request) === 'multipart/form-data' &&
  (request.get('accept') ?? '').includes('text/html');
