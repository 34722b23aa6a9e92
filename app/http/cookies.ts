import type { IncomingMessage } from 'node:http';
import type { Response } from 'express';

export interface CookieOptions {
  /** Sent over HTTPS only, and bound to this host by the `__Host-` prefix. */
  readonly secure: boolean;
  /** Seconds; omitted: until the browser is closed. 0 removes it. */
  readonly maxAge?: number;
}

/**
 * The value of a cookie; `undefined` if there is none or more than one, which indicates tampering.
 */
export function readCookie(
  request: Pick<IncomingMessage, 'headers'>,
  name: string,
): string | undefined {
  const values = (request.headers.cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}

/**
 * Sets a cookie that scripts cannot read. @param value base64url or another text that needs no
 * escaping
 */
export function setCookie(
  response: Response,
  name: string,
  value: string,
  { secure, maxAge }: CookieOptions,
): void {
  const parts = [`${name}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  if (secure) parts.push('Secure');
  if (maxAge !== undefined) parts.push(`Max-Age=${maxAge}`);
  response.append('Set-Cookie', parts.join('; '));
}

/**
 * All ports of a host share cookies, so the name includes the environment (spec sign-in#cookies).
 */
export const cookieName = (environment: string, purpose: string, secure: boolean): string =>
  `${secure ? '__Host-' : ''}ahlt-${environment}-${purpose}`;
