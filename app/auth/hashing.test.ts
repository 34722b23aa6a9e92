import { pbkdf2 } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { describe, expect, test, vi } from 'vitest';
import { createHashing } from './hashing.ts';

vi.mock('@node-rs/argon2', { spy: true });
vi.mock('node:crypto', { spy: true });

describe.each([
  ['Argon2id', false, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/],
  ['PBKDF2 where FIPS is asked for (spec sign-in#hashing)', true, /^\$pbkdf2-sha512\$i=210000\$/],
] as const)('%s', (_, fips, pattern) => {
  const hashing = createHashing({ fips });

  test('fits the password that it was made of and no other', async () => {
    const stored = await hashing.make('Quokka-drizzles-88');
    expect(stored).toMatch(pattern);
    expect([
      await hashing.fits(stored, 'Quokka-drizzles-88'),
      await hashing.fits(stored, 'quokka-drizzles-88'),
    ]).toEqual([true, false]);
  });

  test('two hashes of one password differ', async () => {
    expect(await hashing.make('same')).not.toBe(await hashing.make('same'));
  });

  test('knows hashes of the other kind, and calls them dated', async () => {
    const other = await createHashing({ fips: !fips }).make('Quokka-drizzles-88');
    expect([
      await hashing.fits(other, 'Quokka-drizzles-88'),
      hashing.isDated(other),
      hashing.isDated(await hashing.make('x')),
    ]).toEqual([true, true, false]);
  });

  test.each([
    '',
    '$',
    '$argon2id$',
    '$argon2id$v=19$m=8,t=1,p=1$x$y',
    '$pbkdf2-sha512$',
    '$pbkdf2-sha512$i=0$$',
    '$pbkdf2-sha512$i=99999999999$YQ==$YQ==',
    'plain',
  ])('a hash that is none fits nothing: %s', async (stored) =>
    expect(await hashing.fits(stored, '')).toBe(false),
  );

  test('wasted work is that of looking at a password: one hash of today’s costs, which fits nothing', async () => {
    const wasting = createHashing({ fips });
    await wasting.waste('the first makes the decoy');
    const [made, before] = [work(), work()];
    await wasting.waste('Quokka-drizzles-88');
    await wasting.waste('');
    expect(work().derived - before.derived).toBe(2);
    expect(work().made - made.made).toBe(0);
    if (!fips)
      expect(vi.mocked(verify).mock.lastCall).toEqual([expect.stringMatching(pattern), '']);
  });
});

/** Counts the computed hashes, stored or compared. */
const work = () => {
  const [derivations, verifications, made] = [
    vi.mocked(pbkdf2),
    vi.mocked(verify),
    vi.mocked(hash),
  ].map(({ mock }) => mock.calls.length);
  return { derived: (derivations ?? 0) + (verifications ?? 0), made: made ?? 0 };
};
