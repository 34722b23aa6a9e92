import { getFips, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { hash, verify } from '@node-rs/argon2';

/** Hashes and verifies passwords. */
export interface PasswordHashing {
  readonly make: (password: string) => Promise<string>;
  /** Verifies hashes of both providers, so that switching locks no user out. */
  readonly fits: (stored: string, password: string) => Promise<boolean>;
  /**
   * Whether a stored hash uses other parameters than `make`; it is replaced at the next sign-in.
   */
  readonly isDated: (stored: string) => boolean;
  /** Takes as long as `fits` and never matches; for accounts that do not exist. */
  readonly waste: (password: string) => Promise<void>;
}

/** 19 MiB, two passes, one lane, about 25 ms: OWASP's first recommendation. */
const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };
const argon2Prefix = `$argon2id$v=19$m=${argon2.memoryCost},t=${argon2.timeCost},p=${argon2.parallelism}$`;

const derive = promisify(pbkdf2);
const rounds = 210_000;
const pbkdf2Prefix = `$pbkdf2-sha512$i=${rounds}$`;

/**
 * Argon2id, or PBKDF2 where only FIPS-validated algorithms are allowed (spec sign-in#hashing).
 * @param fips @default whether OpenSSL runs in FIPS mode
 */
export function createHashing({
  fips = getFips() === 1,
}: {
  fips?: boolean;
} = {}): PasswordHashing {
  const make = fips ? pbkdf2Hash : (password: string) => hash(password, argon2);
  const prefix = fips ? pbkdf2Prefix : argon2Prefix;
  let decoy: Promise<string> | undefined;
  const fits = async (stored: string, password: string): Promise<boolean> => {
    if (stored.startsWith('$pbkdf2-sha512$')) return pbkdf2Fits(stored, password);
    // An unreadable hash matches nothing; an error page would tell accounts apart.
    return verify(stored, password).catch(() => false);
  };
  return {
    make,
    fits,
    isDated: (stored) => !stored.startsWith(prefix),
    waste: async (password) => {
      decoy ??= make(randomBytes(16).toString('hex'));
      await fits(await decoy, password);
    },
  };
}

async function pbkdf2Hash(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `${pbkdf2Prefix}${salt.toString('base64')}$${(await derive(password, salt, rounds, 64, 'sha512')).toString('base64')}`;
}

async function pbkdf2Fits(stored: string, password: string): Promise<boolean> {
  const [, , count = '', salt = '', digest = ''] = stored.split('$');
  const iterations = Number(/^i=(\d{1,8})$/.exec(count)?.[1] ?? 0);
  const expected = Buffer.from(digest, 'base64');
  if (iterations < 1 || expected.length !== 64) return false;
  return timingSafeEqual(
    expected,
    await derive(password, Buffer.from(salt, 'base64'), iterations, 64, 'sha512'),
  );
}
