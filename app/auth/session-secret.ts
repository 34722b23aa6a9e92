import { createHash, createHmac, randomBytes } from 'node:crypto';

/**
 * Keys under which session ids are stored: the current one first, then one that is being replaced.
 */
export type SessionKeys = readonly [string, ...string[]];

/** A session id: 256 random bits. It exists in the cookie and nowhere else. */
export const newSessionId = (): string => randomBytes(32).toString('base64url');

/** Only what looks like an id costs a statement. */
export const isSessionId = (text: string): boolean => /^[\w-]{43}$/.test(text);

/**
 * What is stored of an id. Keyed, so that somebody who can write to the table still can't make a
 * session that works.
 */
export const sessionDigest = (id: string, key: string): Buffer =>
  createHmac('sha256', key).update('session').update(id).digest();

/** The digests of an id under every key, so that a key can be replaced without ending sessions. */
export const sessionDigests = (id: string, keys: SessionKeys): readonly Buffer[] =>
  keys.map((key) => sessionDigest(id, key));

/**
 * A token for forms: 256 random bits, kept with the session, so that a new session id leaves open
 * forms usable.
 */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** The token of a form before sign-in follows from a cookie that only this browser has. */
export const tokenOf = (cookie: string): string =>
  createHash('sha256').update('form').update(cookie).digest('base64url');

/**
 * Names a set of permissions, so that a change of them is noticed. Databases sort texts in their
 * own ways, so their order doesn't count.
 */
export const privilegesDigest = (codes: Iterable<string>): string =>
  createHash('sha256')
    .update([...codes].sort().join(' '))
    .digest('base64url')
    .slice(0, 22);

/** What the audit log shows of a session: enough to tell sessions apart, too little to find one. */
export const sessionMark = (digest: Buffer): string => digest.toString('hex').slice(0, 16);
