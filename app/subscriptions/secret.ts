import { createHash, randomBytes } from 'node:crypto';

/** Prefix by which logs and secret scanners recognize the secret of an address. */
const prefix = 'ahlt_cal_';

/** A secret, shown once: 256 random bits after the prefix. */
export const newSecret = (): string => `${prefix}${randomBytes(32).toString('base64url')}`;

/** The secret of the last part of an address; `undefined` if it has none. */
export const secretIn = (file: string): string | undefined =>
  /^(ahlt_cal_[\w-]{43})(\.ics)?$/.exec(file)?.[1];

/** The stored digest. Secrets are as random as keys, so a slow hash would add nothing. */
export const secretDigest = (secret: string): Buffer =>
  createHash('sha256').update(secret).digest();

/** The last characters, by which the owner recognizes an address. */
export const endingOf = (secret: string): string => secret.slice(-4);
