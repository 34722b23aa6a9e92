import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { withConnection } from '#operator/clients/postgres-connection.ts';
import {
  conditionOf,
  type EnvironmentBed,
  type EnvironmentView,
  environmentBed,
  imagesOfRun,
  isSettled,
} from '#test/support/environment-bed.ts';
import { eventually } from '#test/support/eventually.ts';
import type { Images } from '#test/support/images.ts';
import { adminUrl, type PostgresServer, startPostgres } from '#test/support/postgres.ts';

// Invalid input and failing surroundings: each is reported with its reason, and ends by itself with
// its cause. Every test has its own namespace, environment and operator; only the images are
// shared.

vi.setConfig({ testTimeout: 600_000 });
const long = 180_000;

let images: Images;
beforeAll(async () => {
  images = await imagesOfRun();
  for (const [name, migration] of Object.entries(migrations))
    await images.build({ name, migrations: [migration] });
});
afterAll(() => images?.[Symbol.asyncDispose]());

const imageOf = (tag: string) => `registry.test/ahlt/im-ctrl:${tag}`;
const hanging = imageOf('1.1.0');
const dropping = imageOf('1.2.0');
const migrations = {
  [hanging]: { name: 'hang', statements: ['select pg_sleep(3600)'] },
  [dropping]: { name: 'drop', statements: ['drop table if exists nothing'] },
};
/** Without a seed an environment is faster. */
const bare = { seed: { profile: 'none' } };

const hasReason = (type: string, reason: string) => (environment: EnvironmentView) =>
  isSettled(environment) && conditionOf(environment, type)?.reason === reason;

interface Started {
  readonly bed: EnvironmentBed;
  readonly kubectl: (...args: string[]) => Promise<string>;
}

/** A bed with its operator, whose environment is not applied yet. */
async function start(
  postgres?: PostgresServer,
  servers?: Parameters<EnvironmentBed['startOperator']>[1],
): Promise<Started> {
  const bed = await environmentBed('faults', postgres, undefined, images);
  onTestFinished(() => bed[Symbol.asyncDispose]());
  await bed.startOperator({}, servers);
  return { bed, kubectl: (...args) => bed.plane.kubectl([...args, '-n', bed.namespace]) };
}

/** The same with a serving environment. */
async function ready(postgres?: PostgresServer, spec: object = {}): Promise<Started> {
  const started = await start(postgres);
  await started.bed.apply({ ...bare, ...spec });
  await started.bed.untilReady(long);
  return started;
}

/** A PostgreSQL to break. */
async function ownServer(): Promise<PostgresServer> {
  const postgres = await startPostgres();
  onTestFinished(() => postgres[Symbol.asyncDispose]());
  return postgres;
}

const onServer = (statement: string, url = adminUrl()) =>
  withConnection(url, (client) => client.query(statement));

test('a missing administrator Secret', async () => {
  const { bed, kubectl } = await start();
  await kubectl('delete', 'secret', 'admin');
  await bed.apply(bare);
  const environment = await bed.until(
    'reported',
    hasReason('DatabaseReady', 'SecretMissing'),
    long,
  );
  expect(conditionOf(environment, 'Ready')?.message).toContain(
    `Secret ${bed.namespace}/admin does not exist`,
  );
  expect(conditionOf(environment, 'Migrated')).toMatchObject({
    status: 'Unknown',
    message: 'The database has not been read yet.',
  });
  await eventually(async () => {
    const { items } = await bed.get<{ items: { type: string; reason: string }[] }>('events');
    expect(
      items.some((event) => event.type === 'Warning' && event.reason === 'SecretMissing'),
    ).toBe(true);
  }, long);
});

test('a wrong administrator password', async () => {
  const postgres = await ownServer();
  const { bed, kubectl } = await start(postgres);
  await kubectl('patch', 'secret', 'admin', '-p', '{"stringData":{"password":"wrong"}}');
  await bed.apply(bare);
  const environment = await bed.until(
    'reported',
    hasReason('DatabaseReady', 'WrongPassword'),
    long,
  );
  expect(conditionOf(environment, 'Ready')?.message).toContain(
    `${postgres.host}:${postgres.port}, administrator ${postgres.user}: password authentication failed`,
  );
});

test('a server that does not answer', async () => {
  const postgres = await ownServer();
  const { bed } = await start(postgres);
  await postgres.kill();
  await bed.apply(bare);
  await bed.until('reported', hasReason('DatabaseReady', 'Unreachable'), long);
  await postgres.start();
  await bed.untilReady(long);
});

test('a server lost while the app runs: reported, unknown conditions are Unknown, and the app is not touched', async () => {
  const postgres = await ownServer();
  const { bed } = await ready(postgres);
  const generation = async () =>
    (await bed.get<{ metadata: { generation: number } }>('deployment', 'ahlt-dev')).metadata
      .generation;
  const before = await generation();
  const { schema } = (await bed.environment()).status ?? {};
  await postgres.kill();
  await bed.annotate({ 'example.org/look': '1' });
  const lost = await bed.until('reported', hasReason('Ready', 'Unreachable'), long);
  expect(lost.status).toMatchObject({ schema, unreadSince: expect.stringMatching(/^\d{4}-.*Z$/) });
  expect(conditionOf(lost, 'Migrated')).toMatchObject({
    status: 'Unknown',
    message: `The database has not been read since ${lost.status?.unreadSince}. Last known: schema ${schema}.`,
  });
  await postgres.start();
  const back = await bed.untilReady(long);
  expect(back.status?.unreadSince).toBeUndefined();
  expect(await generation()).toBe(before);
});

test('a password that was changed on the server is put back', async () => {
  const { bed } = await ready();
  await onServer(`alter role ${bed.database} password 'other'`);
  await bed.annotate({ 'example.org/look': '1' });
  await eventually(async () => {
    const { data } = await bed.get<{ data: Record<string, string> }>('secret', 'ahlt-dev-migrator');
    await withConnection(Buffer.from(data['DATABASE_URL'] ?? '', 'base64').toString(), (client) =>
      client.query('select'),
    );
  }, long);
  await bed.untilReady(long);
});

test('a dropped database is created, migrated and seeded again', async () => {
  const { bed } = await ready(undefined, { seed: { profile: 'base' } });
  await onServer(`drop database ${bed.database} with (force)`);
  await bed.annotate({ 'example.org/look': '1' });
  await bed.until(
    'begun again',
    (environment) => conditionOf(environment, 'Seeded')?.status !== 'True',
    long,
  );
  await bed.untilReady(long);
});

test('a migration that does not end is stopped at its deadline', async () => {
  const { bed } = await ready();
  await bed.apply({
    ...bare,
    image: hanging,
    migrations: { backup: 'never', allowDestructive: true, deadlineSeconds: 5 },
  });
  const environment = await bed.until('reported', hasReason('Migrated', 'DeadlineExceeded'), long);
  expect(conditionOf(environment, 'Ready')?.message).toContain('it was stopped at its deadline');
  await bed.apply(bare);
  await bed.untilReady(long);
});

test('a destructive plan waits for its backup, and goes on when there is one for it', async () => {
  const { bed } = await ready();
  const migrating = { backup: 'destructive', allowDestructive: true };
  await bed.apply({ ...bare, image: dropping, migrations: migrating });
  const environment = await bed.until('reported', hasReason('BackedUp', 'NotAvailable'), long);
  expect(environment.status?.step).toBe('Backup');
  const backedUpPlan = environment.status?.migrations?.planHash;
  expect(conditionOf(environment, 'BackedUp')?.message).toContain(
    `commit spec.migrations.backedUpPlan: ${backedUpPlan}`,
  );
  await bed.apply({ ...bare, image: dropping, migrations: { ...migrating, backedUpPlan } });
  await bed.untilReady(long);
});

test('what Kubernetes refuses is reported', async () => {
  const { bed, kubectl } = await ready();
  await kubectl('create', 'quota', 'nothing', '--hard=count/jobs.batch=0');
  await bed.annotate({ 'platform.ahlt.dev/requestedAt': 'now' });
  const environment = await bed.until('reported', hasReason('Ready', 'ApplyRefused'), long);
  expect(conditionOf(environment, 'Ready')?.message).toContain('exceeded quota');
  await kubectl('delete', 'quota', 'nothing');
  await bed.untilReady(long);
});

test('an own database: nothing is created there, and it stays when the environment is deleted', async () => {
  const postgres = await ownServer();
  const database = { name: 'own', urlSecretRef: { name: 'own-url', key: 'DATABASE_URL' } };
  const { bed, kubectl } = await start(postgres, { database });
  const url = postgres.url.replace(/[^/]+$/, 'own');
  await onServer('create database own', postgres.url);
  await bed.apply({ ...bare, database, deletionPolicy: 'delete' });
  const waiting = await bed.until('reported', hasReason('DatabaseReady', 'SecretMissing'), long);
  expect(conditionOf(waiting, 'Ready')?.message).toContain(
    'create it with the connection URL under the key DATABASE_URL',
  );
  await kubectl('create', 'secret', 'generic', 'own-url', `--from-literal=DATABASE_URL=${url}`);
  await bed.untilReady(long);
  await kubectl('delete', 'ahlt', 'dev', '--timeout=120s');
  await onServer('select from ledger.migrations', url);
});

test('deletion with data waits for the server, reports it, and can be released', async () => {
  const postgres = await ownServer();
  const { bed, kubectl } = await ready(postgres, { deletionPolicy: 'delete' });
  await postgres.kill();
  await kubectl('delete', 'ahlt', 'dev', '--wait=false');
  const stuck = await bed.until('reported', ({ status }) => status?.step === 'Deleting', long);
  expect(conditionOf(stuck, 'Ready')?.message).toContain(
    `kubectl -n ${bed.namespace} patch ahlt dev --type merge`,
  );
  await kubectl(
    'patch',
    'ahlt',
    'dev',
    '--type',
    'merge',
    '-p',
    '{"spec":{"deletionPolicy":"retain"}}',
  );
  await eventually(async () => await expect(bed.environment()).rejects.toThrow('not found'), long);
});
