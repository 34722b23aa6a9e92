import { afterAll, beforeAll, expect, test } from 'vitest';
import { withConnection } from '#operator/clients/postgres-connection.ts';
import { findCloudNativePg } from '#test/support/cloudnative-pg.ts';
import {
  conditionOf,
  type EnvironmentBed,
  environmentBed,
  isSettled,
} from '#test/support/environment-bed.ts';
import { certificateAuthority, serverCertificate } from '#test/support/kubernetes/certificates.ts';
import { type PostgresServer, startPostgres } from '#test/support/postgres.ts';
import { awaitTypes } from '../../scripts/deploy/kubectl.ts';

// An environment on a CloudNativePG server: the published definition on a real API server, a real
// PostgreSQL with TLS and a private authority. The test writes what CloudNativePG's operator would
// (Secrets, status).

let bed: EnvironmentBed;
let postgres: PostgresServer;
let authority: Awaited<ReturnType<typeof certificateAuthority>>;

beforeAll(async () => {
  authority = await certificateAuthority('CloudNativePG');
  postgres = await startPostgres(undefined, {
    certificate: await serverCertificate(authority, ['localhost'], []),
  });
  bed = await environmentBed('cnpg', postgres);
  for (const path of findCloudNativePg() ?? [])
    await bed.plane.kubectl(['apply', '--server-side', '-f', path]);
  await awaitTypes(['clusters.postgresql.cnpg.io'], bed.plane.kubectl);
  const { namespace } = bed;
  const secret = (name: string) => ({ name, namespace });
  const server = {
    adminSecretRef: secret('postgres-superuser'),
    caSecretRef: secret('postgres-ca'),
    clusterRef: secret('postgres'),
  };
  await bed.startOperator(
    {},
    { postgres: { host: 'localhost', sslMode: 'verify-full', ...server } },
  );
});
afterAll(async () => {
  await bed?.[Symbol.asyncDispose]();
  await postgres?.[Symbol.asyncDispose]();
});

const kubectl = (args: readonly string[], input?: string) =>
  bed.plane.kubectl([...args, '-n', bed.namespace], input);
const apply = (object: object) =>
  kubectl(
    ['apply', '--server-side', '--force-conflicts', '--validate=strict', '-f', '-'],
    JSON.stringify(object),
  );

/** CloudNativePG's status of the Cluster. */
const becomes = (phase: string, readyInstances: number) =>
  kubectl([
    'patch',
    'clusters.postgresql.cnpg.io/postgres',
    '--subresource=status',
    '--type=merge',
    '-p',
    JSON.stringify({
      status: {
        phase,
        instances: 3,
        readyInstances,
        conditions: [
          {
            type: 'Ready',
            status: readyInstances === 3 ? 'True' : 'False',
            reason: readyInstances === 3 ? 'ClusterIsReady' : 'ClusterIsNotReady',
            message: phase,
            lastTransitionTime: new Date().toISOString(),
          },
        ],
      },
    }),
  ]);

const waiting = async (words: string) => {
  const environment = await bed.until(`waiting: ${words}`, (one) => {
    const ready = conditionOf(one, 'DatabaseReady');
    return isSettled(one) && ready?.reason === 'ServerNotReady' && ready.message.includes(words);
  });
  expect(conditionOf(environment, 'Ready')).toMatchObject({
    status: 'False',
    reason: 'ServerNotReady',
  });
  return environment;
};

const roles = () =>
  withConnection(
    postgres.url,
    async (client) =>
      (await client.query("select from pg_roles where rolname like 'env_%'")).rowCount,
  );

test('before there is a Cluster, the environment reports it', async () => {
  await bed.apply();
  await waiting(`Cluster ${bed.namespace}/postgres does not exist`);
});

test('while the Cluster is being created, the progress is reported, and nothing is created on the server', async () => {
  const spec = { instances: 3, enableSuperuserAccess: true, storage: { size: '5Gi' } };
  await apply({
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'Cluster',
    metadata: { name: 'postgres' },
    spec,
  });
  await waiting('is not Ready: not yet processed by CloudNativePG, 0 of 3 instances');
  const { user, password } = postgres;
  const secret = (name: string, stringData: object) =>
    apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData });
  await secret('postgres-superuser', { username: user, password });
  await secret('postgres-ca', { 'ca.crt': authority.cert });
  await becomes('Creating a new replica', 2);
  await waiting('is not Ready: Creating a new replica, 2 of 3 instances');
  expect(await roles()).toBe(0);
});

test('once it is Ready, the environment becomes so by itself: over TLS, checked against the authority of the Cluster', async () => {
  await becomes('Cluster in healthy state', 3);
  await bed.untilReady();
  const { data } = await bed.get<{ data: Record<string, string> }>('secret', 'ahlt-dev-secret');
  expect(Buffer.from(data['DATABASE_CA'] ?? '', 'base64').toString()).toBe(authority.cert);
  const encrypted = await withConnection(postgres.url, async (client) => {
    const { rows } = await client.query(
      'select distinct a.usename, s.ssl from pg_stat_ssl s join pg_stat_activity a using (pid) where a.usename like $1',
      [`${bed.database}%`],
    );
    return rows;
  });
  // The operator may be reading the database, too.
  expect(encrypted).toContainEqual({ usename: `${bed.database}_app`, ssl: true });
  expect(encrypted).not.toContainEqual(expect.objectContaining({ ssl: false }));
});

test('one server of three may be down: a responding one is left alone', async () => {
  await becomes('Failing over', 2);
  await bed.annotate({ 'example.org/look': 'again' });
  const environment = await bed.untilReady();
  expect(conditionOf(environment, 'DatabaseReady')).toMatchObject({
    status: 'True',
    reason: 'Reachable',
  });
});

test('a server with a foreign certificate is not trusted', async () => {
  const stranger = await certificateAuthority('somebody else');
  await apply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'postgres-ca' },
    stringData: { 'ca.crt': stranger.cert },
  });
  await becomes('Cluster in healthy state', 3);
  const refused = await bed.until('refused', (one) =>
    /certificate/.test(conditionOf(one, 'DatabaseReady')?.message ?? ''),
  );
  expect(conditionOf(refused, 'DatabaseReady')?.status).toBe('False');
  await apply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'postgres-ca' },
    stringData: { 'ca.crt': authority.cert },
  });
  await bed.untilReady();
});
