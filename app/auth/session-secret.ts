import { createHash, createHmac, randomBytes } from 'node:crypto';

/**
 * Keys for hashing session ids: the current one, and optionally the previous one during rotation.
 */
export type SessionKeys = readonly [string, ...string[]];

/** A session id: 256 random bits, which exist in the cookie only. */
export const newSessionId = (): string => randomBytes(32).toString('base64url');

/** Only a well-formed id is looked up. */
export const isSessionId = (text: string): boolean => /^[\w-]{43}$/.test(text);

/**
 * The stored digest of an id. Keyed, so that write access to the table is not enough to forge a
 * session.
 */
export const sessionDigest = (id: string, key: string): Buffer =>
  createHmac('sha256', key).update('session').update(id).digest();

/** The digests of an id under every key, so that rotating a key ends no session. */
export const sessionDigests = (id: string, keys: SessionKeys): readonly Buffer[] =>
  keys.map((key) => sessionDigest(id, key));

/**
 * A token for forms: 256 random bits, stored with the session, so that open forms survive a new
 * session id.
 */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** The token of a form before sign-in is derived from a cookie of this browser. */
export const tokenOf = (cookie: string): string =>
  createHash('sha256').update('form').update(cookie).digest('base64url');

/**
 * Identifies a set of permissions, to detect changes. Independent of order, because databases sort
 * text differently.
 */
export const privilegesDigest = (codes: Iterable<string>): string =>
  createHash('sha256')
    .update([...codes].sort().join(' '))
    .digest('base64url')
    .slice(0, 22);

/**
 * What the audit log shows of a session: enough to tell sessions apart, too little to look one up.
 */
export const sessionMark = (digest: Buffer): string => digest.toString('hex').slice(0, 16);
