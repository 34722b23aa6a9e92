import { expect, test } from 'vitest';
import { missingSecrets, serverSecrets } from './secrets.ts';

const chance = () => {
  let drawn = 0;
  return {
    hex: (bytes: number) => `${++drawn}`.padStart(bytes * 2, '0'),
    passphrase: () => `kestrel-${++drawn}-ravine-tundra-olive`,
  };
};

test('an environment has five secrets of its own, and none is another one’s', () => {
  const made = missingSecrets(['dev', 'prod'], new Map(), chance());
  expect(made.size).toBe(serverSecrets.length + 2 * 5);
  const passwords = [...made]
    .filter(([name]) => /^(dev|prod)-/.test(name))
    .map(([, value]) => value);
  expect(new Set(passwords).size).toBe(passwords.length);
  expect(made.get('prod-runtime-url')).toMatch(
    /^postgresql:\/\/ahlt_prod_app:[0-9]{48}@postgres:5432\/ahlt_prod$/,
  );
});

test('existing files are kept, and an environment added later gets its own', () => {
  const first = missingSecrets(['dev'], new Map(), chance());
  expect(missingSecrets(['dev'], first, chance()).size).toBe(0);
  expect(
    [...missingSecrets(['dev', 'demo'], first, chance()).keys()].every((name) =>
      name.startsWith('demo-'),
    ),
  ).toBe(true);
});

test('what belongs to a secret follows from it', () => {
  const made = missingSecrets([], new Map([['postgres-password', 'from-before\n']]), chance());
  expect(made.get('postgres-admin-url')).toBe(
    'postgresql://ahlt:from-before@postgres:5432/postgres',
  );
  expect(made.has('postgres-password')).toBe(false);
});
