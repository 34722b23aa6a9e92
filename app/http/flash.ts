import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { localPath } from '../ui/local-path.ts';
import type { FlashMessage, Tone } from '../ui/shell-context.ts';
import { addressOf, localAddress } from './address.ts';
import { readCookie, setCookie } from './cookies.ts';

/** Where the message of a redirect waits. */
export interface FlashCookie {
  /** Begins the name; a digest of the address that it is for completes it. */
  readonly name: string;
  readonly secure: boolean;
  /**
   * Signs what is kept, the newest first: a page shows nothing that somebody else put into a
   * cookie.
   */
  readonly keys: readonly [string, ...string[]];
}

/** Long enough for a slow network; a message that is older answers nothing any more. */
const seconds = 60;
const tones = ['success', 'info', 'warning', 'error'] as const satisfies readonly Tone[];
/** A cookie may hold anything: only what leads within the app takes something back. */
const message = z.tuple([
  z.enum(tones),
  z.string(),
  z
    .object({
      to: z.string().refine((to) => localPath(to) === to),
      fields: z.record(z.string(), z.string()),
    })
    .nullish(),
]);
const longest = 600;

/**
 * Keeps a message for the page behind a redirect, in a cookie named by its address. A page at
 * another address never shows it (spec requests#messages). A message in the session would appear in
 * any tab; a mark in the address would end up in bookmarks and break programs that compare
 * `Location`.
 */
export function sendFlash(
  response: Response,
  to: string,
  { tone, text, undo }: FlashMessage,
  { name, secure, keys }: FlashCookie,
): void {
  const short = [...text].slice(0, longest).join('');
  forgetPrefetched(response);
  const cookie = cookieFor(name, localAddress(to));
  const value = Buffer.from(JSON.stringify([tone, short, undo])).toString('base64url');
  setCookie(response, cookie, `${value}.${signature(keys[0], cookie, value)}`, {
    secure,
    maxAge: seconds,
  });
}

/**
 * The message for this page. It is shown once: a page that is loaded again says nothing about what
 * happened before.
 */
export function takeFlash(
  request: Request,
  response: Response,
  { name, secure, keys }: FlashCookie,
): readonly FlashMessage[] {
  const cookie = cookieFor(name, addressOf(request));
  const kept = readCookie(request, cookie);
  if (kept === undefined) return [];
  setCookie(response, cookie, '', { secure, maxAge: 0 });
  const [value = '', mark = ''] = kept.split('.');
  if (!keys.some((key) => equal(mark, signature(key, cookie, value)))) return [];
  try {
    const parsed = message.safeParse(JSON.parse(Buffer.from(value, 'base64url').toString('utf8')));
    if (!parsed.success) return [];
    const [tone, text, undo] = parsed.data;
    return [{ tone, text, ...(undo === undefined || undo === null ? {} : { undo }) }];
  } catch {
    return [];
  }
}

/**
 * A page that the browser fetched while the pointer rested on a link shows how it was before, and
 * no message.
 */
function forgetPrefetched(response: Response): void {
  const others = response.get('Clear-Site-Data');
  response.set(
    'Clear-Site-Data',
    [...(others === undefined ? [] : [others]), '"prefetchCache"'].join(', '),
  );
}

const cookieFor = (name: string, { pathname, search }: URL): string =>
  `${name}-${createHash('sha256').update(`${pathname}${search}`).digest('base64url').slice(0, 12)}`;

/** Of the cookie's name as well, so that a message can't be moved to another page. */
const signature = (key: string, cookie: string, value: string): string =>
  createHmac('sha256', key).update(`flash ${cookie} ${value}`).digest('base64url');

function equal(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
