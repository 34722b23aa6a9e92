import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { type DatabaseServer, parseEnvironment } from '#cdk8s/api/index.ts';
import { databaseUrl, dropDatabase, provideDatabase, readLedger, runtimeRole } from '#operator/clients/postgres.ts';
import { withConnection } from '#operator/clients/postgres-connection.ts';
import { type ConnectionValues, connectionValues } from '#operator/environment/connections.ts';
import { inspectDatabase } from '#operator/environment/inspect-database.ts';
import { type SecretValues, secretNames } from '#operator/environment/secrets.ts';
import { supplyDatabase } from '#operator/environment/supply-database.ts';
import { adminCredential, adminUrl } from '#test/support/postgres.ts';

// What the operator does on a PostgreSQL server, without a cluster around it.

const made: string[] = [];
const newName = () => {
  const name = `db_${randomBytes(5).toString('hex')}`;
  made.push(name);
  return name;
};
const owner = 'ahlt-dev/dev';
afterEach(async () => {
  for (const name of made.splice(0)) await dropDatabase(adminUrl(), { name, owner });
});

const request = (name: string, overrides = {}) => ({ name, owner, migratorPassword: 'm1', runtimePassword: 'r1', ...overrides });
const as = (name: string, user: string, password: string, database = name) => databaseUrl(adminUrl(), { user, password, database });
const query = (url: string, statement: string) => withConnection(url, async (client) => (await client.query(statement)).rows);

test('the migrator makes tables, the runtime role fills them and cannot change them', async () => {
  const name = newName();
  await provideDatabase(adminUrl(), request(name));
  await query(as(name, name, 'm1'), 'create schema later; create table later.note (id int generated always as identity, text text)');
  const runtime = as(name, runtimeRole(name), 'r1');
  await query(runtime, "insert into later.note (text) values ('a')");
  expect(await query(runtime, 'select id, text from later.note')).toEqual([{ id: 1, text: 'a' }]);
  await expect(query(runtime, 'drop table later.note')).rejects.toThrow('must be owner');
  await expect(query(runtime, 'create table mine (id int)')).rejects.toThrow('permission denied');
});

test('one environment does not reach the database of another', async () => {
  const [dev, prod] = [newName(), newName()];
  await provideDatabase(adminUrl(), request(dev));
  await provideDatabase(adminUrl(), request(prod, { owner: owner }));
  await expect(query(as(prod, dev, 'm1', prod), 'select')).rejects.toThrow('permission denied for database');
  await expect(query(as(prod, runtimeRole(dev), 'r1', prod), 'select')).rejects.toThrow('permission denied for database');
});

test('again changes nothing but the passwords, and twenty at once agree', async () => {
  const name = newName();
  await Promise.all(Array.from({ length: 20 }, () => provideDatabase(adminUrl(), request(name))));
  await provideDatabase(adminUrl(), request(name, { migratorPassword: 'm2' }));
  await expect(query(as(name, name, 'm1'), 'select')).rejects.toThrow('password authentication failed');
  expect(await query(as(name, name, 'm2'), 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a database that was there before is taken in, with what it holds', async () => {
  const name = newName();
  await query(adminUrl(), `create database ${name}`);
  await provideDatabase(adminUrl(), request(name));
  expect(
    await query(as(name, name, 'm1'), 'select pg_get_userbyid(datdba) as owner from pg_database where datname = current_database()'),
  ).toEqual([{ owner: name }]);
});

test.each([
  [
    'another environment has',
    async (name: string) => await provideDatabase(adminUrl(), request(name, { owner: 'ahlt-prod/prod' })),
    'belongs to environment ahlt-prod/prod',
  ],
  ['the server itself has', async () => {}, 'belongs to the server itself'],
  ['the administrator has', async () => {}, 'administers the server'],
])('a name that %s is refused and left alone', async (who, prepare, words) => {
  const name = { 'the server itself has': 'template1', 'the administrator has': adminCredential().user }[who] ?? newName();
  await prepare(name);
  await expect(provideDatabase(adminUrl(), request(name))).rejects.toThrow(words);
  await expect(dropDatabase(adminUrl(), { name, owner })).rejects.toThrow(words);
  if (made.includes(name)) await dropDatabase(adminUrl(), { name: made.splice(made.indexOf(name), 1)[0] ?? '', owner: 'ahlt-prod/prod' });
});

test('dropped with everybody connected, and dropped again', async () => {
  const name = newName();
  await provideDatabase(adminUrl(), request(name));
  await withConnection(as(name, runtimeRole(name), 'r1'), async () => await dropDatabase(adminUrl(), { name, owner }));
  await dropDatabase(adminUrl(), { name, owner });
  expect(await query(adminUrl(), `select from pg_roles where rolname like '${name}%'`)).toEqual([]);
});

test('an empty database has an empty ledger', async () => {
  const name = newName();
  await provideDatabase(adminUrl(), request(name));
  expect(await readLedger(as(name, name, 'm1'))).toEqual({ migrations: [] });
});

/** An environment with its Secrets in memory; `crash` makes the next write of them fail before or between the two. */
function environment(name: string) {
  const { host, port, user, password } = adminCredential();
  const main: DatabaseServer = { host, port, sslMode: 'disable', adminSecretRef: { name: 'admin', namespace: 'ahlt-dev' } };
  const parsed = parseEnvironment({
    apiVersion: 'platform.ahlt.dev/v1alpha1',
    kind: 'AhltEnvironment',
    metadata: { name: 'dev', namespace: 'ahlt-dev' },
    spec: { image: 'registry.example/ahlt/im-ctrl:1.0.0', stage: 'dev', host: 'dev.local', database: { name, server: 'main' } },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const env = { ...parsed.value, connections: { database: main } };
  let secrets: SecretValues = { admin: { username: user, password } };
  const write = (crash?: 'before' | 'between') => async (values: ConnectionValues, rotatedFor: string | undefined) => {
    if (crash === 'before') throw new Error('killed');
    secrets = { ...secrets, runtime: values.runtime };
    if (crash === 'between') throw new Error('killed');
    secrets = { ...secrets, migrator: values.migrator, ...(rotatedFor && { rotatedFor }) };
  };
  return {
    state: async () => await inspectDatabase(env, secretNames(env), secrets),
    supply: async (rotate?: string, crash?: 'before' | 'between') => await supplyDatabase(env, secrets, { rotate, write: write(crash) }),
    secrets: () => secrets,
    forget: (...names: (keyof SecretValues)[]) => {
      secrets = Object.fromEntries(Object.entries(secrets).filter(([key]) => !names.includes(key as keyof SecretValues)));
    },
    values: () => connectionValues(env, secrets),
  };
}

test('supplied once it is ready, and its Secrets stay as they are', async () => {
  const env = environment(newName());
  expect(await env.state()).toMatchObject({ state: 'absent', missing: ['Secret ahlt-dev-secret', 'Secret ahlt-dev-migrator'] });
  await env.supply();
  const first = env.secrets();
  expect(await env.state()).toEqual({ state: 'ready', ledger: { migrations: [] } });
  await env.supply();
  expect(env.secrets()).toEqual(first);
});

test.each(['before', 'between'] as const)('killed %s the Secrets of a rotation, it comes to new passwords that work', async (crash) => {
  const env = environment(newName());
  await env.supply();
  const old = env.secrets();
  await expect(env.supply('today', crash)).rejects.toThrow('killed');
  expect(await env.state()).toMatchObject({ state: 'absent' });
  await env.supply();
  expect(await env.state()).toMatchObject({ state: 'ready' });
  expect(env.secrets().rotatedFor).toBeUndefined();
  await env.supply('today');
  expect(await env.state()).toMatchObject({ state: 'ready', rotatedFor: 'today' });
  expect(env.secrets().migrator?.['DATABASE_URL']).not.toBe(old.migrator?.['DATABASE_URL']);
  expect(env.secrets().runtime?.['SESSION_KEY']).toBe(old.runtime?.['SESSION_KEY']);
});

test('a Secret that was lost is made anew and the server follows it', async () => {
  const env = environment(newName());
  await env.supply();
  env.forget('runtime');
  expect(await env.state()).toMatchObject({ state: 'absent', missing: ['Secret ahlt-dev-secret'] });
  await env.supply();
  expect(await env.state()).toMatchObject({ state: 'ready' });
});

test('without the administrator what is there keeps working, and what is missing is told', async () => {
  const env = environment(newName());
  await env.supply();
  env.forget('admin');
  expect(await env.state()).toMatchObject({ state: 'ready' });
  env.forget('migrator');
  expect(await env.state()).toMatchObject({
    state: 'blocked',
    reason: 'SecretMissing',
    message: 'Secret ahlt-dev/admin does not exist; it is needed for Secret ahlt-dev-migrator',
  });
});

test('rights that were never finished are found and given', async () => {
  const name = newName();
  const env = environment(name);
  await env.supply();
  await query(adminUrl(), `comment on database ${name} is 'ahlt environment ahlt-dev/dev (unfinished)'`);
  expect(await env.state()).toMatchObject({ state: 'absent', missing: [`rights of role ${name}_app`] });
  await env.supply();
  expect(await env.state()).toMatchObject({ state: 'ready' });
});
