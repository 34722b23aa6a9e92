import { randomInt } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import type { ClientBase } from 'pg';
import { words } from './words.ts';

/**
 * Parameters of Argon2id: 19 MiB, two passes, one lane, about 25 ms; OWASP's first recommendation.
 */
const argon2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

export interface InitialPassword {
  readonly userId: string;
  readonly password: string;
  /** Whether the user must choose a new password before anything else. */
  readonly mustChange: boolean;
}

/** Sets initial passwords of users. Existing passwords are kept. */
export async function writeInitialPasswords(
  client: ClientBase,
  given: readonly InitialPassword[],
): Promise<void> {
  const hashes = await Promise.all(given.map(({ password }) => hash(password, argon2)));
  await client.query(
    `insert into credentials (user_id, password_hash, must_change)
     select * from unnest($1::bigint[], $2::text[], $3::boolean[]) on conflict (user_id) do nothing`,
    [given.map(({ userId }) => userId), hashes, given.map(({ mustChange }) => mustChange)],
  );
}

/**
 * A password that is easy to read out and type, such as
 * `kestrel-47-ravine-tundra-otter-moss-cobalt`: six of 512 words and one of 90 numbers have 60
 * bits, out of reach of guessing against the hash above.
 */
export function readablePassword(): string {
  const [first = '', ...others] = Array.from(
    { length: 6 },
    () => words[randomInt(words.length)] ?? '',
  );
  return [first, randomInt(10, 100), ...others].join('-');
}
