import type { Request } from 'express';
import { mediaType } from './body.ts';

/**
 * Whether a program asks: by its address, by what it sends or by what it wants back. Everybody else
 * is a person with a browser, also one who sends files by a form to an address that programs use.
 */
export function wantsJson(request: Request): boolean {
  if (isFormOfPage(request)) return false;
  if (isProgramAddress(request.path) || mediaType(request) === 'application/json') return true;
  return request.accepts(['html', 'json']) !== 'html';
}

/** What programs ask for; the page that explains it to people is a page. */
export const isProgramAddress = (path: string): boolean =>
  /^\/(\w+\/)?api\/(?!v1\/docs$)/.test(path);

/** A form with files from somebody who wants a page back. */
export const isFormOfPage = (request: Request): boolean =>
  mediaType(request) === 'multipart/form-data' &&
  (request.get('accept') ?? '').includes('text/html');
