import { createHash, randomBytes } from 'node:crypto';

/** How a token begins, so that people and programs that look for lost secrets recognise one. */
const prefix = 'ahlt_pat_';

/** A token as it is shown once: 256 random bits behind the prefix. */
export const newToken = (): string => `${prefix}${randomBytes(32).toString('base64url')}`;

/** Only what looks like a token costs a statement. */
export const isToken = (text: string): boolean =>
  text.startsWith(prefix) && /^[\w-]{43}$/.test(text.slice(prefix.length));

/**
 * What is stored of a token. It is as random as a key, so nothing is gained by making the digest
 * slow.
 */
export const tokenDigest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The end of a token, by which its owner tells it from others. */
export const endingOf = (token: string): string => token.slice(-4);

/** The token of an `Authorization` header; `undefined` for another scheme, or none. */
export const bearerIn = (header: string | undefined): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
