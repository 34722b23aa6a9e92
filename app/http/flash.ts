import { createHash, createHmac } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { localPath } from '../ui/local-path.ts';
import type { FlashMessage, Tone } from '../ui/shell-context.ts';
import { addressOf, localAddress } from './address.ts';
import { readCookie, setCookie } from './cookies.ts';
import { isSameText } from './same-text.ts';

/** The cookie that stores the message of a redirect. */
export interface FlashCookie {
  /** Start of its name, followed by a digest of the target address. */
  readonly name: string;
  readonly secure: boolean;
  /**
   * Signing keys, newest first, because cookies can be forged: a page shows no unsigned message.
   */
  readonly keys: readonly [string, ...string[]];
}

/** Long enough for a slow network; an older message is no longer relevant. */
const seconds = 60;
const tones = ['success', 'info', 'warning', 'error'] as const satisfies readonly Tone[];
/** Cookies are untrusted: only an address in this app is accepted. */
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
 * Stores a message for the target of a redirect, in a cookie named after its address. A page at
 * another address never shows it (spec requests#messages). A message in the session could appear in
 * any tab; a parameter in the address would end up in bookmarks and break programs that compare
 * `Location`.
 */
export function sendFlash(
  response: Response,
  to: string,
  { tone, text, undo }: FlashMessage,
  { name, secure, keys }: FlashCookie,
): void {
  const short = [...text].slice(0, longest).join('');
  const cookie = cookieFor(name, localAddress(to));
  const value = Buffer.from(JSON.stringify([tone, short, undo])).toString('base64url');
  setCookie(response, cookie, `${value}.${signature(keys[0], cookie, value)}`, {
    secure,
    maxAge: seconds,
  });
}

/** Returns the message for this page. It is shown once: reloading the page does not repeat it. */
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
  if (!keys.some((key) => isSameText(mark, signature(key, cookie, value)))) return [];
  try {
    const parsed = message.safeParse(JSON.parse(Buffer.from(value, 'base64url').toString('utf8')));
    if (!parsed.success) return [];
    const [tone, text, undo] = parsed.data;
    return [{ tone, text, ...(undo === undefined || undo === null ? {} : { undo }) }];
  } catch {
    return [];
  }
}

const cookieFor = (name: string, { pathname, search }: URL): string =>
  `${name}-${createHash('sha256').update(`${pathname}${search}`).digest('base64url').slice(0, 12)}`;

/** Includes the cookie's name, so that a message cannot be moved to another page. */
const signature = (key: string, cookie: string, value: string): string =>
  createHmac('sha256', key).update(`flash ${cookie} ${value}`).digest('base64url');
