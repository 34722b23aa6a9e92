import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { type DatabaseServer, parseEnvironment } from '#cdk8s/api/index.ts';
import {
  databaseUrl,
  dropDatabase,
  provideDatabase,
  readLedger,
  runtimeRole,
} from '#operator/clients/postgres.ts';
import { withConnection } from '#operator/clients/postgres-connection.ts';
import type { ConnectionValues } from '#operator/environment/connections.ts';
import { inspectDatabase } from '#operator/environment/inspect-database.ts';
import { type SecretValues, secretNames } from '#operator/environment/secrets.ts';
import { type SecretMarks, supplyDatabase } from '#operator/environment/supply-database.ts';
import { adminCredential, adminUrl } from '#test/support/postgres.ts';

// What the operator does on a PostgreSQL server, without a cluster.

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

const request = (name: string, overrides = {}) => ({
  name,
  owner,
  migratorPassword: 'm1',
  runtimePassword: 'r1',
  ...overrides,
});
const as = (name: string, user: string, password: string, database = name) =>
  databaseUrl(adminUrl(), { user, password, database });
const query = (url: string, statement: string) =>
  withConnection(url, async (client) => (await client.query(statement)).rows);

test('the migrator makes tables, the runtime role fills them and cannot change them', async () => {
  const name = newName();
  await provideDatabase(adminUrl(), request(name));
  await query(
    as(name, name, 'm1'),
    'create schema later; create table later.note (id int generated always as identity, text text)',
  );
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
  await expect(query(as(prod, dev, 'm1', prod), 'select')).rejects.toThrow(
    'permission denied for database',
  );
  await expect(query(as(prod, runtimeRole(dev), 'r1', prod), 'select')).rejects.toThrow(
    'permission denied for database',
  );
});

test('again changes nothing but the passwords, and twenty at once agree', async () => {
  const name = newName();
  await Promise.all(Array.from({ length: 20 }, () => provideDatabase(adminUrl(), request(name))));
  await provideDatabase(adminUrl(), request(name, { migratorPassword: 'm2' }));
  await expect(query(as(name, name, 'm1'), 'select')).rejects.toThrow(
    'password authentication failed',
  );
  expect(await query(as(name, name, 'm2'), 'select 1 as one')).toEqual([{ one: 1 }]);
});

/** Everything in the catalog about a database and the roles of its name. */
async function catalogue(name: string) {
  const roles = `select rolname, rolpassword, rolsuper, rolcanlogin, shobj_description(oid, 'pg_authid') from pg_authid where rolname like '${name}%' order by 1`;
  const databases = `select datname, datdba, datacl, shobj_description(oid, 'pg_database') from pg_database where datname = '${name}'`;
  return [await query(adminUrl(), roles), await query(adminUrl(), databases)];
}

const remove = async (...statements: string[]) => {
  for (const statement of statements) await query(adminUrl(), statement);
};

describe('objects that are not provably ours', () => {
  test.each([
    [
      'a role and a foreign database',
      ['create role NAME login', 'create database NAME owner NAME'],
      'the database "NAME" was not created by this operator',
    ],
    [
      'a role alone',
      ['create role NAME login'],
      'the role "NAME" was not created by this operator',
    ],
    [
      'a role with the name of the runtime role',
      ['create role NAME_app login'],
      'the role "NAME_app" was not created by this operator',
    ],
    [
      'a database alone',
      ['create database NAME'],
      'the database "NAME" was not created by this operator',
    ],
    [
      'a role of another environment',
      ['create role NAME login', "comment on role NAME is 'ahlt environment ahlt-prod/prod'"],
      'the role "NAME" belongs to environment ahlt-prod/prod',
    ],
    [
      'a role beside a database that was handed over',
      [
        'create role NAME login',
        'create database NAME owner NAME',
        "comment on database NAME is 'ahlt adopt for ahlt-dev/dev'",
      ],
      'the role "NAME" was not created by this operator',
    ],
  ])('%s is kept in every case', async (_, statements, words) => {
    const name = newName();
    made.pop();
    onTestFinished(() =>
      remove(
        `drop database if exists ${name}`,
        `drop role if exists ${name}`,
        `drop role if exists ${name}_app`,
      ),
    );
    for (const statement of statements) await query(adminUrl(), statement.replaceAll('NAME', name));
    const before = await catalogue(name);
    await expect(provideDatabase(adminUrl(), request(name))).rejects.toThrow(
      words.replaceAll('NAME', name),
    );
    await expect(dropDatabase(adminUrl(), { name, owner })).rejects.toThrow(
      words.replaceAll('NAME', name),
    );
    expect(await catalogue(name)).toEqual(before);
  });

  test('a database is handed over by its administrator, once and by name; its end is never ours', async () => {
    const name = newName();
    made.pop();
    onTestFinished(() =>
      remove(
        `drop database if exists ${name} with (force)`,
        `drop role if exists ${name}, ${name}_app`,
      ),
    );
    await query(adminUrl(), `create database ${name}`);
    const refusal = await provideDatabase(adminUrl(), request(name)).catch(
      (error: Error) => error.message,
    );
    const handOver = /comment on database .*$/.exec(String(refusal))?.[0] ?? '';
    expect(handOver).toBe(`comment on database "${name}" is 'ahlt adopt for ahlt-dev/dev'`);
    await query(adminUrl(), handOver);
    await expect(
      provideDatabase(adminUrl(), request(name, { owner: 'ahlt-prod/prod' })),
    ).rejects.toThrow('was not created by this operator');
    await provideDatabase(adminUrl(), request(name));
    await provideDatabase(adminUrl(), request(name));
    expect(await query(as(name, runtimeRole(name), 'r1'), 'select 1 as one')).toEqual([{ one: 1 }]);
    const before = await catalogue(name);
    await dropDatabase(adminUrl(), { name, owner });
    expect(await catalogue(name)).toEqual(before);
  });
});

describe('a crash while a database is created', () => {
  test.each([
    [
      'after the first role',
      ["create role NAME login; comment on role NAME is 'ahlt environment ahlt-dev/dev'"],
    ],
    [
      'between the database and its mark',
      [
        "create role NAME login; comment on role NAME is 'ahlt environment ahlt-dev/dev'",
        'create database NAME owner NAME',
      ],
    ],
  ])('%s leaves nothing that is not ours any more', async (_, statements) => {
    const name = newName();
    for (const statement of statements) await query(adminUrl(), statement.replaceAll('NAME', name));
    await provideDatabase(adminUrl(), request(name));
    expect(await query(as(name, runtimeRole(name), 'r1'), 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

test('roles that an earlier version made are known by the rights that their database gave them, and marked', async () => {
  const name = newName();
  await provideDatabase(adminUrl(), request(name));
  await remove(`comment on role ${name} is null`, `comment on role ${name}_app is null`);
  await provideDatabase(adminUrl(), request(name));
  const marked =
    "select rolname from pg_roles where shobj_description(oid, 'pg_authid') = 'ahlt environment ahlt-dev/dev'";
  expect(await query(adminUrl(), `${marked} and rolname like '${name}%' order by 1`)).toEqual([
    { rolname: name },
    { rolname: `${name}_app` },
  ]);
});

test('the refusal of a moved environment says how its data follows, and that works', async () => {
  const name = newName();
  await provideDatabase(adminUrl(), request(name, { owner: 'ahlt-old/dev' }));
  await query(as(name, name, 'm1'), 'create table kept (id int); insert into kept values (7)');
  const refusal = await provideDatabase(adminUrl(), request(name)).catch(
    (error: Error) => error.message,
  );
  expect(refusal).toContain('belongs to environment ahlt-old/dev');
  await remove(...String(refusal).slice(String(refusal).indexOf('comment on')).split('; '));
  await provideDatabase(adminUrl(), request(name, { migratorPassword: 'm2' }));
  expect(await query(as(name, name, 'm2'), 'select id from kept')).toEqual([{ id: 7 }]);
  await expect(
    provideDatabase(adminUrl(), request(name, { owner: 'ahlt-old/dev' })),
  ).rejects.toThrow(`belongs to environment ${owner}`);
});

test('an environment with data is not begun again on a server that knows nothing of it', async () => {
  const name = newName();
  await expect(provideDatabase(adminUrl(), request(name, { holdsData: true }))).rejects.toThrow(
    'but the environment had data',
  );
  expect(await catalogue(name)).toEqual([[], []]);
});

test.each([
  [
    'another environment has',
    async (name: string) =>
      await provideDatabase(adminUrl(), request(name, { owner: 'ahlt-prod/prod' })),
    'belongs to environment ahlt-prod/prod',
  ],
  ['the server itself has', async () => {}, 'belongs to the server itself'],
  ['the administrator has', async () => {}, 'administers the server'],
])('a name that %s is refused and left alone', async (who, prepare, words) => {
  const name =
    { 'the server itself has': 'template1', 'the administrator has': adminCredential().user }[
      who
    ] ?? newName();
  await prepare(name);
  await expect(provideDatabase(adminUrl(), request(name))).rejects.toThrow(words);
  await expect(dropDatabase(adminUrl(), { name, owner })).rejects.toThrow(words);
  if (made.includes(name))
    await dropDatabase(adminUrl(), {
      name: made.splice(made.indexOf(name), 1)[0] ?? '',
      owner: 'ahlt-prod/prod',
    });
});

test('dropped with open connections, and dropped again', async () => {
  const name = newName();
  await provideDatabase(adminUrl(), request(name));
  await withConnection(
    as(name, runtimeRole(name), 'r1'),
    async () => await dropDatabase(adminUrl(), { name, owner }),
  );
  await dropDatabase(adminUrl(), { name, owner });
  expect(await query(adminUrl(), `select from pg_roles where rolname like '${name}%'`)).toEqual([]);
});

test('an empty database has an empty ledger', async () => {
  const name = newName();
  await provideDatabase(adminUrl(), request(name));
  expect(await readLedger(as(name, name, 'm1'))).toEqual({ migrations: [] });
});

/**
 * An environment with its Secrets in memory; `crash` makes the next write of them fail before or
 * between the two.
 */
function environment(name: string) {
  const { host, port, user, password } = adminCredential();
  const main: DatabaseServer = {
    host,
    port,
    sslMode: 'disable',
    adminSecretRef: { name: 'admin', namespace: 'ahlt-dev' },
  };
  const parsed = parseEnvironment({
    apiVersion: 'platform.ahlt.dev/v1alpha1',
    kind: 'AhltEnvironment',
    metadata: { name: 'dev', namespace: 'ahlt-dev' },
    spec: {
      image: 'registry.example/ahlt/im-ctrl:1.0.0',
      stage: 'dev',
      host: 'dev.local',
      database: { name, server: 'main' },
    },
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const env = { ...parsed.value, connections: { database: main } };
  let secrets: SecretValues = { admin: { username: user, password } };
  const write =
    (crash?: 'before' | 'between') =>
    async (values: ConnectionValues, { rotatedFor, fingerprints }: SecretMarks) => {
      const { runtime, migrator } = fingerprints;
      if (crash === 'before') throw new Error('killed');
      secrets = {
        ...secrets,
        runtime: values.runtime,
        fingerprints: { ...secrets.fingerprints, ...(runtime && { runtime }) },
      };
      if (crash === 'between') throw new Error('killed');
      secrets = { ...secrets, migrator: values.migrator, ...(rotatedFor && { rotatedFor }) };
      secrets = {
        ...secrets,
        fingerprints: { ...secrets.fingerprints, ...(migrator && { migrator }) },
      };
    };
  return {
    state: async () => await inspectDatabase(env, secretNames(env), secrets),
    supply: async (rotate?: string, crash?: 'before' | 'between') =>
      await supplyDatabase(env, secretNames(env), secrets, { rotate, write: write(crash) }),
    secrets: () => secrets,
    forget: (...names: (keyof SecretValues)[]) => {
      secrets = Object.fromEntries(
        Object.entries(secrets).filter(([key]) => !names.includes(key as keyof SecretValues)),
      );
    },
    /** Sets a password in the migrator's Secret, like a user with kubectl. */
    put: (password: string) => {
      const url = new URL(secrets.migrator?.['DATABASE_URL'] ?? '');
      url.password = password;
      secrets = { ...secrets, migrator: { ...secrets.migrator, DATABASE_URL: url.href } };
    },
  };
}

test('supplied once it is ready, and its Secrets stay as they are', async () => {
  const env = environment(newName());
  expect(await env.state()).toMatchObject({
    state: 'absent',
    missing: ['Secret ahlt-dev-secret', 'Secret ahlt-dev-migrator'],
  });
  await env.supply();
  const first = env.secrets();
  expect(await env.state()).toEqual({ state: 'ready', ledger: { migrations: [] } });
  await env.supply();
  expect(env.secrets()).toEqual(first);
});

test.each(['before', 'between'] as const)(
  'killed %s the Secrets of a rotation, it comes to new passwords that work',
  async (crash) => {
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
  },
);

test('a Secret that was lost is created again and the server follows it', async () => {
  const env = environment(newName());
  await env.supply();
  env.forget('runtime');
  expect(await env.state()).toMatchObject({ state: 'absent', missing: ['Secret ahlt-dev-secret'] });
  await env.supply();
  expect(await env.state()).toMatchObject({ state: 'ready' });
});

test('without the administrator existing objects keep working, and missing ones are reported', async () => {
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
  await query(
    adminUrl(),
    `comment on database ${name} is 'ahlt environment ahlt-dev/dev (unfinished)'`,
  );
  expect(await env.state()).toMatchObject({
    state: 'absent',
    missing: [`rights of role ${name}_app`],
  });
  await env.supply();
  expect(await env.state()).toMatchObject({ state: 'ready' });
});

test('a wrong password that was put into a Secret by hand does not become that of the role', async () => {
  const name = newName();
  const env = environment(name);
  await env.supply();
  const before = await catalogue(name);
  env.put('by-hand');
  expect(await env.state()).toEqual({
    state: 'blocked',
    reason: 'PasswordChanged',
    message:
      'the password in Secret ahlt-dev/ahlt-dev-migrator was changed by hand, and its role does not accept it. Restore the previous one, ' +
      'or request new ones: kubectl -n ahlt-dev annotate ahlt dev --overwrite platform.ahlt.dev/rotate="$(date -u +%FT%TZ)"',
  });
  env.forget('runtime');
  expect(await env.supply()).toMatchObject({ state: 'blocked', reason: 'PasswordChanged' });
  expect((await catalogue(name))[0]?.[0]).toEqual(before[0]?.[0]);
  await env.supply('today');
  expect(await env.state()).toMatchObject({ state: 'ready', rotatedFor: 'today' });
});

test('the first of two ways out: the previous password is put back', async () => {
  const env = environment(newName());
  await env.supply();
  const previous = new URL(env.secrets().migrator?.['DATABASE_URL'] ?? '').password;
  env.put('by-hand');
  expect(await env.state()).toMatchObject({ reason: 'PasswordChanged' });
  env.put(previous);
  expect(await env.state()).toMatchObject({ state: 'ready' });
});

test('a password that was changed at the server and in the Secret alike is accepted', async () => {
  const name = newName();
  const env = environment(name);
  await env.supply();
  await query(adminUrl(), `alter role ${name} password 'by-hand-on-both-sides'`);
  env.put('by-hand-on-both-sides');
  expect(await env.state()).toMatchObject({ state: 'ready' });
});

test('recreated on its existing data, an environment shows no initial password: a generated one would be invalid', async () => {
  const name = newName();
  const first = environment(name);
  await first.supply();
  expect(first.secrets().migrator).toHaveProperty('BOOTSTRAP_ADMIN_PASSWORD');
  const seeded = `create schema ledger; create table ledger.migrations (id text, name text, checksum text, applied_at timestamptz);
    create table ledger.seeds (id int, profile text, digest text, applied_at timestamptz);
    create table ledger.resyncs (id int, nodes int, relationships int, digest text, verified bool, started_at timestamptz, finished_at timestamptz);
    insert into ledger.seeds values (1, 'base', 'd', now())`;
  await query(first.secrets().migrator?.['DATABASE_URL'] ?? '', seeded);
  const again = environment(name);
  await again.supply();
  expect(await again.state()).toMatchObject({
    state: 'ready',
    ledger: { seed: { profile: 'base' } },
  });
  expect(again.secrets().migrator).not.toHaveProperty('BOOTSTRAP_ADMIN_PASSWORD');
});
