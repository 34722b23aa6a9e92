import { createHash, randomBytes } from 'node:crypto';

/** Prefix by which users and secret scanners recognize a token. */
const prefix = 'ahlt_pat_';

/** A token, shown once: 256 random bits after the prefix. */
export const newToken = (): string => `${prefix}${randomBytes(32).toString('base64url')}`;

/** Only a well-formed token is looked up. */
export const isToken = (text: string): boolean =>
  text.startsWith(prefix) && /^[\w-]{43}$/.test(text.slice(prefix.length));

/** The stored digest of a token. Tokens are as random as keys, so a slow hash would add nothing. */
export const tokenDigest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The last characters of a token, by which its owner recognizes it. */
export const endingOf = (token: string): string => token.slice(-4);

/** The token of an `Authorization` header; `undefined` for another scheme, or no header. */
export const bearerIn = (header: string | undefined): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
