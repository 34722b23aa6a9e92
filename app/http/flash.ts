import { randomBytes } from 'node:crypto';
import type { Request, Response } from 'express';
import type { FlashMessage, Tone } from '../ui/shell-context.ts';
import { readCookie, setCookie } from './cookies.ts';

/** Where the message of a redirect waits. */
export interface FlashCookie {
  /** Begins the name; a mark that the address carries, too, completes it. */
  readonly name: string;
  readonly secure: boolean;
}

/** Long enough for a slow network; a message that is older answers nothing any more. */
const seconds = 60;
const tones: readonly string[] = ['success', 'info', 'warning', 'error'] satisfies readonly Tone[];
const longest = 600;

/**
 * Keeps a message for the page behind a redirect: in a cookie named by a mark that only that address holds. Another tab, or whichever page
 * happens to be loaded first, never shows it (look-and-feel L13).
 * @returns the address with the mark
 */
export function sendFlash(response: Response, to: string, { tone, text }: FlashMessage, { name, secure }: FlashCookie): string {
  const mark = randomBytes(6).toString('base64url');
  const short = [...text].slice(0, longest).join('');
  setCookie(response, `${name}-${mark}`, Buffer.from(JSON.stringify([tone, short])).toString('base64url'), { secure, maxAge: seconds });
  const address = new URL(to, 'http://app.invalid');
  address.searchParams.set('done', mark);
  return `${address.pathname}${address.search}${address.hash}`;
}

/** The message for this page. It is shown once: a page that is loaded again says nothing about what happened before. */
export function takeFlash(request: Request, response: Response, { name, secure }: FlashCookie): readonly FlashMessage[] {
  const mark = new URL(request.originalUrl, 'http://app.invalid').searchParams.get('done');
  if (mark === null || !/^[\w-]{8}$/.test(mark)) return [];
  const value = readCookie(request, `${name}-${mark}`);
  if (value === undefined) return [];
  setCookie(response, `${name}-${mark}`, '', { secure, maxAge: 0 });
  try {
    const [tone, text] = JSON.parse(Buffer.from(value, 'base64url').toString('utf8')) as [unknown, unknown];
    return typeof text === 'string' && tones.includes(String(tone)) ? [{ tone: tone as Tone, text }] : [];
  } catch {
    return [];
  }
}
