import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withConnection } from '#operator/clients/postgres-connection.ts';
import {
  conditionOf,
  type EnvironmentBed,
  type EnvironmentView,
  environmentBed,
  isSettled,
  type OperatorProcess,
} from '#test/support/environment-bed.ts';
import { eventually } from '#test/support/eventually.ts';
import { adminUrl } from '#test/support/postgres.ts';

// The life of one environment, in order: each chapter starts where the previous one ended.

let bed: EnvironmentBed;
let operator: OperatorProcess;

beforeAll(async () => {
  bed = await environmentBed('environment');
  operator = await bed.startOperator();
});
afterAll(() => bed?.[Symbol.asyncDispose]());

const hasReason = (type: string, reason: string) => (environment: EnvironmentView) =>
  isSettled(environment) && conditionOf(environment, type)?.reason === reason;
const imageOf = (tag: string) => `registry.test/ahlt/im-ctrl:${tag}`;
const webPods = () =>
  bed.kubelet
    .pods(bed.namespace)
    .filter(({ labels }) => labels['app.kubernetes.io/component'] === 'web');
const events = async () =>
  (await bed.get<{ items: { reason: string; message: string; note?: string }[] }>('events')).items;

test('from nothing to a database that is migrated and seeded, and an app that serves', async () => {
  await bed.apply();
  const environment = await bed.untilReady();
  expect(environment.status).toMatchObject({
    step: 'Watching',
    graphState: 'off',
    image: '1.0.0',
    seed: { profile: 'base' },
  });
  expect(conditionOf(environment, 'Migrated')).toMatchObject({
    status: 'True',
    reason: 'UpToDate',
  });
  expect((await fetch(`http://${webPods()[0]?.ip}:8080/readyz`)).status).toBe(200);
});

test('every step is reported as an Event', async () => {
  const reasons = new Set((await events()).map(({ reason }) => reason));
  for (const reason of [
    'ProvidingDatabase',
    'Planning',
    'Migrating',
    'Seeded',
    'RollingOut',
    'UpToDate',
  ])
    expect(reasons).toContain(reason);
});

test('the app serves with a role that cannot change the schema', async () => {
  const { data } = await bed.get<{ data: Record<string, string> }>('secret', 'ahlt-dev-secret');
  const url = Buffer.from(data['DATABASE_URL'] ?? '', 'base64').toString();
  await expect(
    withConnection(url, (client) => client.query('create table public.mine (id int)')),
  ).rejects.toThrow('permission denied for schema public');
  await expect(
    withConnection(url.replace(/[^/]+$/, 'postgres'), (client) =>
      client.query("select from pg_read_file('/etc/passwd')"),
    ),
  ).rejects.toThrow('permission denied');
});

test('a pass over an unchanged environment makes no call', async () => {
  await bed.untilReady();
  const before = await calls();
  await bed.annotate({ 'example.org/note': 'look again' });
  await eventually(async () => expect((await calls()).passes).toBeGreaterThan(before.passes));
  expect((await calls()).requests).toBe(before.requests);
});

/** Passes, and requests except watches and the lease. */
async function calls(): Promise<{ passes: number; requests: number }> {
  const text = await (await fetch(`${operator.url}/metrics`)).text();
  const sum = (name: string, but?: RegExp) =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) && !but?.test(line))
      .reduce((total, line) => total + Number(line.split(' ').at(-1)), 0);
  return {
    passes: sum('controller_runtime_reconcile_total'),
    requests: sum('rest_client_requests_total', /verb="watch"|resource="leases"/),
  };
}

describe('changes by others are reverted at once, and reported', () => {
  test('replicas', async () => {
    await bed.plane.kubectl([
      'scale',
      'deployment',
      'ahlt-dev',
      '--replicas=3',
      '-n',
      bed.namespace,
    ]);
    await eventually(
      async () =>
        expect(
          (await bed.get<{ spec: { replicas: number } }>('deployment', 'ahlt-dev')).spec.replicas,
        ).toBe(1),
      undefined,
      50,
    );
    const environment = await bed.until('repaired', hasReason('Drifted', 'Repaired'));
    expect(conditionOf(environment, 'Drifted')?.message).toContain(
      'Deployment ahlt-dev: spec.replicas was 3 instead of 1',
    );
    await eventually(async () =>
      expect((await events()).some(({ reason }) => reason === 'Drifted')).toBe(true),
    );
  });

  test.each([
    'configmap/ahlt-dev-config',
    'service/ahlt-dev',
    'networkpolicy/ahlt-dev-web',
    'ingress/ahlt-dev',
  ])('%s, deleted', async (object) => {
    await bed.plane.kubectl(['delete', object, '-n', bed.namespace, '--wait=false']);
    await eventually(() => bed.get(object));
  });

  test('the Deployment, deleted', async () => {
    await bed.plane.kubectl([
      'delete',
      'deployment',
      'ahlt-dev',
      '-n',
      bed.namespace,
      '--wait=false',
    ]);
    await eventually(() => bed.get('deployment/ahlt-dev'));
    await bed.untilReady();
  });
});

test('a new image brings its migration, then itself', async () => {
  await bed.images.build({
    name: imageOf('1.1.0'),
    migrations: [{ name: 'add_note', statements: ['create table note (id int primary key)'] }],
  });
  const before = (await bed.environment()).status?.schema ?? '';
  await bed.apply({ image: imageOf('1.1.0') });
  const { status } = await bed.untilReady();
  expect(Number(status?.schema)).toBe(Number(before) + 1);
  expect(status).toMatchObject({ image: '1.1.0', workload: { lastGoodImage: imageOf('1.1.0') } });
});

test('a migration that fails says which and why, and another image goes on', async () => {
  const migrations = [
    { name: 'add_note', statements: ['create table note (id int primary key)'] },
    { name: 'add_note_again', statements: ['create table note (id int primary key)'] },
  ];
  await bed.images.build({ name: imageOf('1.2.0'), migrations });
  await bed.apply({ image: imageOf('1.2.0') });
  const failed = await bed.until('failed', hasReason('Migrated', 'MigrationFailed'));
  expect(conditionOf(failed, 'Ready')?.message).toMatch(
    /failed, attempt \d+: .*relation "note" already exists/,
  );
  expect(failed.status?.workload?.availableReplicas).toBe(1);
  await bed.apply({ image: imageOf('1.1.0') });
  await bed.untilReady();
});

test('a destructive migration waits for its approval, and the app keeps serving', async () => {
  const migrations = [
    { name: 'add_note', statements: ['create table note (id int primary key)'] },
    { name: 'drop_note', statements: ['drop table note'] },
  ];
  await bed.images.build({ name: imageOf('1.3.0'), migrations });
  await bed.apply({ image: imageOf('1.3.0') });
  const waiting = await bed.until('waiting', hasReason('Ready', 'ApprovalNeeded'));
  const hash = waiting.status?.migrations?.planHash ?? '';
  expect(conditionOf(waiting, 'Ready')?.message).toContain(`spec.migrations.approvedPlan: ${hash}`);
  expect(waiting.status).toMatchObject({
    step: 'Approval',
    image: '1.1.0',
    workload: { availableReplicas: 1 },
  });
  await bed.annotate({ 'platform.ahlt.dev/approved-plan': hash });
  expect((await bed.untilReady()).status?.image).toBe('1.3.0');
});

test('an image that does not exist is waited for', async () => {
  await bed.apply({ image: imageOf('9.9.9') });
  const waiting = await bed.until('waiting for its image', hasReason('Ready', 'ImagePullBackOff'));
  expect(conditionOf(waiting, 'Ready')?.message).toContain(`image ${imageOf('9.9.9')}`);
  await bed.apply({ image: imageOf('1.3.0') });
  await bed.untilReady();
});

test('an image that does not start is rolled back, with its last log lines', async () => {
  const migrations = [
    { name: 'add_note', statements: ['create table note (id int primary key)'] },
    { name: 'drop_note', statements: ['drop table note'] },
  ];
  await bed.images.build({ name: imageOf('1.4.0'), migrations, break: 'misconfigured' });
  await bed.apply({ image: imageOf('1.4.0'), rollout: { deadlineSeconds: 5 } });
  const back = await bed.until(
    'rolled back',
    (environment) =>
      hasReason('Ready', 'RolledBack')(environment) && environment.status?.image === '1.3.0',
  );
  expect(conditionOf(back, 'Ready')?.message).toMatch(
    /Image 1\.4\.0 did not become available in 5 s: .*PORT.*Rolled back to 1\.3\.0/,
  );
  await bed.apply({ image: imageOf('1.3.0') });
  await bed.untilReady();
});

test('new passwords on request: the old ones end, the pods restart', async () => {
  const secret = async () =>
    (await bed.get<{ data: Record<string, string> }>('secret', 'ahlt-dev-secret')).data;
  const before = await secret();
  const [pod] = webPods();
  await bed.annotate({ 'platform.ahlt.dev/rotate': 'today' });
  await bed.until('rotated', ({ status }) => status?.credentialsRotatedFor === 'today');
  const after = await secret();
  expect(after['DATABASE_URL']).not.toBe(before['DATABASE_URL']);
  expect(after['SESSION_KEY']).toBe(before['SESSION_KEY']);
  const old = Buffer.from(before['DATABASE_URL'] ?? '', 'base64').toString();
  await expect(withConnection(old, (client) => client.query('select'))).rejects.toThrow(
    'password authentication failed',
  );
  await bed.untilReady();
  await eventually(() => expect(webPods().map(({ name }) => name)).not.toContain(pod?.name));
});

test('a request is acknowledged when its checks were made', async () => {
  await bed.annotate({ 'platform.ahlt.dev/requestedAt': '2026-11-24T12:00:00Z' });
  await bed.until('acknowledged', ({ status }) => status?.requestedAt === '2026-11-24T12:00:00Z');
  await bed.untilReady();
});

test('suspended, it is left alone; resumed, it is repaired', async () => {
  await bed.apply({ image: imageOf('1.3.0'), suspend: true });
  await bed.until('suspended', hasReason('Ready', 'Suspended'));
  await bed.plane.kubectl(['scale', 'deployment', 'ahlt-dev', '--replicas=2', '-n', bed.namespace]);
  await bed.until('still suspended', (environment) => environment.status?.workload?.replicas === 2);
  await bed.apply({ image: imageOf('1.3.0') });
  await bed.untilReady();
  expect(
    (await bed.get<{ spec: { replicas: number } }>('deployment', 'ahlt-dev')).spec.replicas,
  ).toBe(1);
});

test('deleted with its data: database, roles and owned objects are gone', async () => {
  await bed.apply({ image: imageOf('1.3.0'), deletionPolicy: 'delete' });
  await bed.untilReady();
  await bed.plane.kubectl(['delete', 'ahlt', 'dev', '-n', bed.namespace, '--timeout=120s']);
  const left = await withConnection(adminUrl(), async (client) => {
    const { rows } = await client.query(
      'select datname as name from pg_database where datname = $1 union select rolname from pg_roles where rolname in ($1, $2)',
      [bed.database, `${bed.database}_app`],
    );
    return rows;
  });
  expect(left).toEqual([]);
  await eventually(async () =>
    expect((await bed.get<{ items: unknown[] }>('deployments,jobs,ingresses')).items).toEqual([]),
  );
});
