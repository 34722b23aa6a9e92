import type { Response } from 'express';
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** Sends a page. Preact escapes every value, so there is no other way from data to markup. */
export function sendPage(response: Response, page: VNode, status = 200): void {
  response
    .status(status)
    .type('text/html; charset=utf-8')
    .send(`<!doctype html>${renderToString(page)}`);
}
