import { afterAll, beforeAll, expect, test } from 'vitest';
import { withConnection } from '#operator/clients/postgres-connection.ts';
import { conditionOf, type EnvironmentBed, type EnvironmentView, environmentBed, isSettled } from '#test/support/environment-bed.ts';
import { eventually } from '#test/support/eventually.ts';
import { type PostgresServer, startPostgres } from '#test/support/postgres.ts';

// Bad input and bad surroundings: each is told with its reason, and is over by itself when its cause is gone.

let bed: EnvironmentBed;
let postgres: PostgresServer;

beforeAll(async () => {
  postgres = await startPostgres();
  bed = await environmentBed('faults', postgres);
  await bed.startOperator();
});
afterAll(async () => {
  await bed?.[Symbol.asyncDispose]();
  await postgres?.[Symbol.asyncDispose]();
});

const hasReason = (type: string, reason: string) => (environment: EnvironmentView) =>
  isSettled(environment) && conditionOf(environment, type)?.reason === reason;
const imageOf = (tag: string) => `registry.test/ahlt/im-ctrl:${tag}`;
const kubectl = (...args: string[]) => bed.plane.kubectl([...args, '-n', bed.namespace]);
const setAdmin = async (password: string) => {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'admin' }, stringData: { username: postgres.user, password } };
  await bed.plane.kubectl(['apply', '--server-side', '--force-conflicts', '-n', bed.namespace, '-f', '-'], JSON.stringify(secret));
};
const warned = async (reason: string) => {
  const { items } = await bed.get<{ items: { type: string; reason: string }[] }>('events');
  return items.some((event) => event.type === 'Warning' && event.reason === reason);
};

test('a missing administrator Secret', async () => {
  await kubectl('delete', 'secret', 'admin');
  await bed.apply();
  const environment = await bed.until('told', hasReason('DatabaseReady', 'SecretMissing'));
  expect(conditionOf(environment, 'Ready')?.message).toContain(`Secret ${bed.namespace}/admin does not exist`);
  await eventually(async () => expect(await warned('SecretMissing')).toBe(true));
});

test('a wrong administrator password', async () => {
  await setAdmin('wrong');
  const environment = await bed.until('told', hasReason('DatabaseReady', 'WrongPassword'));
  expect(conditionOf(environment, 'Ready')?.message).toContain(
    `${postgres.host}:${postgres.port}, administrator ${postgres.user}: password authentication failed`,
  );
});

test('a server that does not answer', async () => {
  await postgres.kill();
  await setAdmin(postgres.password);
  await bed.until('told', hasReason('DatabaseReady', 'Unreachable'));
  await postgres.start();
  await bed.untilReady(40_000);
});

test('a server that is lost while the app runs: told, and the app is not touched', async () => {
  const before = await bed.get<{ metadata: { generation: number } }>('deployment', 'ahlt-dev');
  await postgres.kill();
  await bed.annotate({ 'example.org/look': '1' });
  await bed.until('told', hasReason('Ready', 'Unreachable'));
  await postgres.start();
  await bed.untilReady(40_000);
  expect((await bed.get<{ metadata: { generation: number } }>('deployment', 'ahlt-dev')).metadata.generation).toBe(
    before.metadata.generation,
  );
});

test('a password that somebody changed on the server is put back', async () => {
  await withConnection(postgres.url, (client) => client.query(`alter role ${bed.database} password 'other'`));
  await bed.annotate({ 'example.org/look': '2' });
  await eventually(async () => {
    const { data } = await bed.get<{ data: Record<string, string> }>('secret', 'ahlt-dev-migrator');
    await withConnection(Buffer.from(data['DATABASE_URL'] ?? '', 'base64').toString(), (client) => client.query('select'));
  });
  await bed.untilReady();
});

test('a database that was dropped is made, migrated and seeded again', async () => {
  await withConnection(postgres.url, (client) => client.query(`drop database ${bed.database} with (force)`));
  await bed.annotate({ 'example.org/look': '3' });
  await bed.until('begun again', (environment) => conditionOf(environment, 'Seeded')?.status === 'False');
  await bed.untilReady();
});

test('a migration that does not end is stopped at its deadline', async () => {
  await bed.images.build({ name: imageOf('1.1.0'), migrations: [{ name: 'hang', statements: ['select pg_sleep(3600)'] }] });
  await bed.apply({ image: imageOf('1.1.0'), migrations: { backup: 'never', allowDestructive: true, deadlineSeconds: 5 } });
  const environment = await bed.until('told', hasReason('Migrated', 'DeadlineExceeded'), 40_000);
  expect(conditionOf(environment, 'Ready')?.message).toContain('it did not end before its deadline and was stopped');
  await bed.apply();
  await bed.untilReady();
});

test('a destructive plan waits for its backup, and goes on when somebody has made one for it', async () => {
  await bed.images.build({ name: imageOf('1.2.0'), migrations: [{ name: 'drop', statements: ['drop table if exists nothing'] }] });
  await bed.apply({ image: imageOf('1.2.0'), migrations: { backup: 'destructive', allowDestructive: true } });
  const environment = await bed.until('told', hasReason('BackedUp', 'NotAvailable'));
  expect(environment.status?.step).toBe('Backup');
  const backedUpPlan = environment.status?.migrations?.planHash;
  expect(conditionOf(environment, 'BackedUp')?.message).toContain(`commit spec.migrations.backedUpPlan: ${backedUpPlan}`);
  await bed.apply({ image: imageOf('1.2.0'), migrations: { backup: 'destructive', allowDestructive: true, backedUpPlan } });
  await bed.untilReady();
});

test('what Kubernetes refuses is told', async () => {
  await kubectl('create', 'quota', 'nothing', '--hard=count/jobs.batch=0');
  await bed.annotate({ 'platform.ahlt.dev/requestedAt': 'now' });
  const environment = await bed.until('told', hasReason('Ready', 'ApplyRefused'));
  expect(conditionOf(environment, 'Ready')?.message).toContain('exceeded quota');
  await kubectl('delete', 'quota', 'nothing');
  await bed.untilReady(40_000);
});

test('a database of one’s own: nothing is made there, and it stays when the environment goes', async () => {
  await kubectl('delete', 'ahlt', 'dev');
  await eventually(async () => expect((await bed.get<{ items: unknown[] }>('deployments,secrets')).items).not.toContain('ahlt-dev'));
  await withConnection(postgres.url, (client) => client.query('create database own'));
  const database = { name: 'own', urlSecretRef: { name: 'own-url' } };
  await bed.apply({ image: imageOf('1.2.0'), database, deletionPolicy: 'delete' });
  const waiting = await bed.until('told', hasReason('DatabaseReady', 'SecretMissing'));
  expect(conditionOf(waiting, 'Ready')?.message).toContain('create it with the connection URL under the key DATABASE_URL');
  await kubectl('create', 'secret', 'generic', 'own-url', `--from-literal=DATABASE_URL=${postgres.url.replace(/[^/]+$/, 'own')}`);
  await bed.untilReady(40_000);
  await kubectl('delete', 'ahlt', 'dev', '--timeout=20s');
  await withConnection(postgres.url.replace(/[^/]+$/, 'own'), (client) => client.query('select from ledger.migrations'));
});

test('deletion with data waits for the server, says so, and can be let go', async () => {
  await bed.apply({ image: imageOf('1.2.0'), deletionPolicy: 'delete' });
  await bed.untilReady(40_000);
  await postgres.kill();
  await kubectl('delete', 'ahlt', 'dev', '--wait=false');
  const stuck = await bed.until('told', ({ status }) => status?.step === 'Deleting');
  expect(conditionOf(stuck, 'Ready')?.message).toContain(`kubectl -n ${bed.namespace} patch ahlt dev --type merge`);
  await kubectl('patch', 'ahlt', 'dev', '--type', 'merge', '-p', '{"spec":{"deletionPolicy":"retain"}}');
  await eventually(async () => await expect(bed.environment()).rejects.toThrow('not found'));
  await postgres.start();
});
