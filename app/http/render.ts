import type { Response } from 'express';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { encodePage } from './page-coding.ts';

/** Sends a page. Preact escapes every value, and there is no other way from data to markup. */
export function sendPage(response: Response, page: VNode, status = 200): void {
  const { body, coding } = encodePage(response.req, `<!doctype html>${renderToString(page)}`);
  if (coding !== undefined) response.set('Content-Encoding', coding);
  response.vary('Accept-Encoding').vary('Sec-Fetch-Site');
  response.status(status).type('text/html; charset=utf-8').send(body);
}
