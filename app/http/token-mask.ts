import { randomBytes } from 'node:crypto';

/**
 * Masks a token differently on every page, so that the sizes of compressed pages reveal nothing
 * about it (BREACH, CVE-2013-3587).
 */
export function maskToken(token: string): string {
  const secret = Buffer.from(token);
  const mask = randomBytes(secret.length);
  return Buffer.concat([mask, xor(secret, mask)]).toString('base64url');
}

/** Unmasks a token; returns noise for any other text. */
export function unmaskToken(masked: string): string {
  const bytes = Buffer.from(masked, 'base64url');
  const half = Math.floor(bytes.length / 2);
  return xor(bytes.subarray(half), bytes.subarray(0, half)).toString();
}

const xor = (one: Buffer, other: Buffer): Buffer =>
  Buffer.from(one.map((byte, place) => byte ^ (other[place] ?? 0)));
