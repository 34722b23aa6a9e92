import type { Request } from 'express';
import { mediaType } from './body.ts';

/** Whether a program asks: by its address, by what it sends or by what it wants back. Everybody else is a person with a browser. */
export function wantsJson(request: Request): boolean {
  if (/^\/(\w+\/)?api\//.test(request.path) || mediaType(request) === 'application/json') return true;
  return request.accepts(['html', 'json']) !== 'html';
}
