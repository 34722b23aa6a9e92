import { createHmac, timingSafeEqual } from 'node:crypto';

/** Which emails a link ends: those of a kind, or the daily one. */
export interface Unsubscription {
  /** Id of the person. */
  readonly user: string;
  /** A kind, or `digest`. */
  readonly from: string;
}

const signature = (payload: string, key: string): Buffer =>
  createHmac('sha256', key).update(`unsubscribe:${payload}`).digest();

/** A token that ends emails without a sign-in; only holders of the key can make one. */
export function unsubscribeToken(
  { user, from }: Unsubscription,
  [key]: readonly [string, ...string[]],
): string {
  const payload = `${user}.${from}`;
  return `${payload}.${signature(payload, key).toString('base64url')}`;
}

/** Reads a token made with one of the keys; `undefined` for anything else. */
export function readUnsubscribeToken(
  token: string,
  keys: readonly string[],
): Unsubscription | undefined {
  const [, user, from, signed] = /^(\d{1,19})\.([a-z]{1,32})\.([\w-]{43})$/.exec(token) ?? [];
  if (user === undefined || from === undefined || signed === undefined) return undefined;
  const given = Buffer.from(signed, 'base64url');
  const isOurs = keys.some((key) => {
    const expected = signature(`${user}.${from}`, key);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return isOurs ? { user, from } : undefined;
}
