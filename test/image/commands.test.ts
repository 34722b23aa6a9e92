import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '#test/support/eventually.ts';
import { openStack } from '../../scripts/compose/stack.ts';
import { docker } from '../../scripts/image/docker.ts';
import { buildOnce, container, exitOf, hardened } from './containers.ts';

// One database server on its own network; the commands in the order of an environment's life.
const network = `ahlt-test-${randomBytes(4).toString('hex')}`;
const password = randomBytes(12).toString('hex');
const database = `${network}-postgres`;
const url = (user: string) =>
  `postgresql://${user}:${password}@${database}:5432/${user === 'ahlt' ? 'postgres' : 'ahlt_test'}`;
const inNetwork = [...hardened.slice(2), '--network', network];
const asMigrator = [
  ...inNetwork,
  '--env',
  `DATABASE_URL=${url('ahlt_test')}`,
  '--env',
  'APP_ENV=test',
];
const asApp = [
  ...inNetwork,
  '--env',
  `DATABASE_URL=${url('ahlt_test_app')}`,
  '--env',
  'APP_ENV=test',
];

beforeAll(async () => {
  await buildOnce();
  await docker(['network', 'create', network]);
  const { images } = await openStack();
  const server = [
    '--name',
    database,
    '--network',
    network,
    '--env',
    'POSTGRES_USER=ahlt',
    '--env',
    `POSTGRES_PASSWORD=${password}`,
    '--env',
    'POSTGRES_DB=postgres',
  ];
  await docker(['run', '--detach', ...server, images.postgres]);
  await eventually(
    () => docker(['exec', database, 'pg_isready', '--host=127.0.0.1', '--quiet']),
    60_000,
  );
});
afterAll(async () => {
  await docker(['rm', '--force', '--volumes', database]);
  await docker(['network', 'rm', network]);
});

test('operator.js provide-database creates a database with its roles, and is safe to repeat', async () => {
  const variables = {
    ADMIN_DATABASE_URL: url('ahlt'),
    MIGRATOR_DATABASE_URL: url('ahlt_test'),
    RUNTIME_DATABASE_URL: url('ahlt_test_app'),
  };
  const options = [
    ...inNetwork,
    ...Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
  ];
  expect(await exitOf(options, ['operator.js', 'provide-database'])).toMatchObject({
    code: 0,
    errors: '',
  });
  expect((await exitOf(options, ['operator.js', 'provide-database'])).code).toBe(0);
});

test('plan, migrate and seed work in 256 MB', async () => {
  const plan = await exitOf(asMigrator, ['app.js', 'migrate', '--plan', '--json']);
  expect({ code: plan.code, grade: JSON.parse(plan.output).grade }).toEqual({
    code: 0,
    grade: 'safe',
  });
  expect((await exitOf(asMigrator, ['app.js', 'migrate'])).code).toBe(0);
  expect((await exitOf(asMigrator, ['app.js', 'seed', '--profile', 'base', '--json'])).code).toBe(
    0,
  );
});

test('status reports the state of the database', async () => {
  const { code, output } = await exitOf(asMigrator, ['app.js', 'status', '--json']);
  const { schema, seed } = JSON.parse(output);
  expect({ code, upToDate: schema.current === schema.target, profile: seed.profile }).toEqual({
    code: 0,
    upToDate: true,
    profile: 'base',
  });
});

test('resync without a graph is a mistake, and with one that does not answer worth another try', async () => {
  expect((await exitOf(asApp, ['app.js', 'resync'])).code).toBe(2);
  const graph = ['--env', 'NEO4J_URI=bolt://127.0.0.1:7687', '--env', 'NEO4J_PASSWORD=not-there'];
  expect((await exitOf([...asApp, ...graph], ['app.js', 'resync'])).code).toBe(3);
});

test('serve is ready with the runtime role, and drains at SIGTERM', async () => {
  const app = await container(asApp);
  try {
    await expect.poll(() => app.status('/readyz').catch(() => 0), { timeout: 30_000 }).toBe(200);
    expect(await app.stop(25)).toBe(0);
  } finally {
    await app.remove();
  }
});

test('spec platform#shutdown: a command that is asked to end does so while it waits, though it is the first process of its container', async () => {
  // Another session holds the lock longer than the command waits.
  await docker([
    'exec',
    '--detach',
    '--env',
    `PGPASSWORD=${password}`,
    database,
    'psql',
    '--host=127.0.0.1',
    '--username=ahlt',
    '--dbname=ahlt_test',
    '--command=begin; lock table ledger.migrations; select pg_sleep(60)',
  ]);
  const waiting = await container(asMigrator, ['app.js', 'status']);
  try {
    expect(await waiting.stop(30)).not.toBe(137);
  } finally {
    await waiting.remove();
  }
});
