import { expect, test } from 'vitest';
import { adminUrl, connectionValues, missingValues, withFirstPasswords } from './connections.ts';
import { firstPasswords } from './first-passwords.ts';
import { passphrase } from './passphrase.ts';
import { desired } from './plan.fixture.ts';

const environment = desired();
const names = { runtime: { name: 'ahlt-dev-secret' }, migrator: { name: 'ahlt-dev-migrator' } };
const passwordOf = (url = '') => new URL(url).password;

test('missing values are generated: two roles, two passwords, a session key', () => {
  const { runtime, migrator } = connectionValues(environment, {});
  expect(runtime['DATABASE_URL']).toMatch(
    /^postgresql:\/\/ahlt_dev_app:[0-9a-f]{48}@postgres\.example:5432\/ahlt_dev$/,
  );
  expect(migrator['DATABASE_URL']).toMatch(
    /^postgresql:\/\/ahlt_dev:[0-9a-f]{48}@postgres\.example:5432\/ahlt_dev$/,
  );
  expect(passwordOf(runtime['DATABASE_URL'])).not.toBe(passwordOf(migrator['DATABASE_URL']));
  expect(runtime['SESSION_KEY']).toMatch(/^[0-9a-f]{128}$/);
});

const readable = /^[a-z]+-\d-[a-z]+-[a-z]+-[a-z]+$/;
const demo = desired({ spec: { seed: { profile: 'demo' } } });

test('first passwords are ones that people can read, and stay as they are', () => {
  const first = withFirstPasswords(connectionValues(demo, {}), [
    'BOOTSTRAP_ADMIN_PASSWORD',
    'DEMO_PASSWORD',
  ]);
  expect(first.migrator['BOOTSTRAP_ADMIN_PASSWORD']).toMatch(readable);
  expect(first.migrator['DEMO_PASSWORD']).toMatch(readable);
  expect(
    withFirstPasswords(connectionValues(demo, first), [
      'BOOTSTRAP_ADMIN_PASSWORD',
      'DEMO_PASSWORD',
    ]),
  ).toEqual(first);
});

test.each([
  ['base on an empty database', 'base', [], ['BOOTSTRAP_ADMIN_PASSWORD']],
  ['demo on an empty database', 'demo', [], ['BOOTSTRAP_ADMIN_PASSWORD', 'DEMO_PASSWORD']],
  ['base where base was', 'base', ['base'], []],
  ['demo where base was', 'demo', ['base'], ['DEMO_PASSWORD']],
  ['demo where base and demo were', 'demo', ['base', 'demo'], []],
  ['base after nothing was wanted', 'base', ['none'], ['BOOTSTRAP_ADMIN_PASSWORD']],
  ['nothing', 'none', [], []],
] as const)('the first passwords of %s', (_, profile, seeded, expected) => {
  expect(firstPasswords({ seed: { profile } }, seeded)).toEqual(expected);
});

test('existing values are kept, unless new passwords are requested', () => {
  const first = connectionValues(environment, {});
  expect(connectionValues(environment, first)).toEqual(first);
  const fresh = connectionValues(environment, first, true);
  expect(passwordOf(fresh.runtime['DATABASE_URL'])).not.toBe(
    passwordOf(first.runtime['DATABASE_URL']),
  );
  expect(fresh.runtime['SESSION_KEY']).toBe(first.runtime['SESSION_KEY']);
});

test('another host is followed with the same passwords', () => {
  const first = connectionValues(environment, {});
  const { database } = environment.connections;
  if (!database) throw new Error('The environment has a server.');
  const moved = {
    ...environment,
    connections: { database: { ...database, host: 'db2.example', port: 6432 } },
  };
  expect(missingValues(moved, first, names)).toEqual([
    'DATABASE_URL in Secret ahlt-dev-secret',
    'DATABASE_URL in Secret ahlt-dev-migrator',
  ]);
  const { runtime } = connectionValues(moved, first);
  expect(runtime['DATABASE_URL']).toBe(
    first.runtime['DATABASE_URL']?.replace('postgres.example:5432', 'db2.example:6432'),
  );
});

test('a database of one’s own is used as its Secret says, by both', () => {
  const own = desired({
    spec: { database: { name: 'own', urlSecretRef: { name: 'own', key: 'URL' } } },
    connections: {},
  });
  const values = connectionValues(own, { url: { URL: 'postgres://me@there/own' } });
  expect([values.runtime['DATABASE_URL'], values.migrator['DATABASE_URL']]).toEqual([
    'postgres://me@there/own',
    'postgres://me@there/own',
  ]);
});

test('the graph’s password is copied, followed, and kept when its Secret is gone', () => {
  const first = connectionValues(environment, { graph: { username: 'neo4j', password: 'one' } });
  expect(first.runtime['NEO4J_PASSWORD']).toBe('one');
  expect(missingValues(environment, { ...first, graph: { password: 'two' } }, names)).toEqual([
    'NEO4J_PASSWORD in Secret ahlt-dev-secret',
  ]);
  expect(connectionValues(environment, first).runtime['NEO4J_PASSWORD']).toBe('one');
});

test('passwords with any character reach the server', () => {
  const url = adminUrl(
    {
      host: '::1',
      port: 5432,
      sslMode: 'disable',
      adminSecretRef: { name: 'admin', namespace: 'shared-infra' },
    },
    { username: 'ad min', password: 'p@ss/w:rd%' },
  );
  expect(url).toBe('postgresql://ad%20min:p%40ss%2Fw%3Ard%25@[::1]:5432/postgres');
});

test('first passwords differ', () => {
  expect(new Set(Array.from({ length: 200 }, passphrase)).size).toBe(200);
});
