import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNamespace } from '#test/support/control-plane.ts';
import {
  conditionOf,
  type EnvironmentBed,
  type EnvironmentView,
  environmentBed,
  platformGrant,
} from '#test/support/environment-bed.ts';
import { eventually } from '#test/support/eventually.ts';
import { type FreezingProxy, freezingProxy } from '#test/support/freezing-proxy.ts';
import { adminCredential } from '#test/support/postgres.ts';

// One operator, two PostgreSQL servers. One of them freezes; the environment on the other is
// reconciled as before.

const workers = 4;
const onFrozen = 6;

let bed: EnvironmentBed;
let proxy: FreezingProxy;
const namespaces: string[] = [];

beforeAll(async () => {
  bed = await environmentBed('two-servers');
  proxy = await freezingProxy(adminCredential());
  for (let index = 0; index < onFrozen; index += 1)
    namespaces.push(await createNamespace(`frozen-${index}`));
});
afterAll(async () => {
  await bed?.[Symbol.asyncDispose]();
  await proxy?.[Symbol.asyncDispose]();
});

const databaseOf = (namespace: string) => ({
  name: namespace.replaceAll('-', '_'),
  server: 'other',
});

test('an environment on a healthy server is repaired while all those on another one wait for it', async () => {
  const { host, port } = proxy;
  const other = {
    host,
    port,
    adminSecretRef: { name: 'admin', namespace: bed.namespace },
    sslMode: 'disable',
  };
  const grants = namespaces.map(
    (namespace) => [namespace, platformGrant(`${namespace}.local`, databaseOf(namespace))] as const,
  );
  await bed.startOperator(
    { CONCURRENCY: String(workers), RESYNC_SECONDS: '600' },
    { others: { other }, environments: Object.fromEntries(grants) },
  );
  await bed.apply({ seed: { profile: 'none' } });
  await bed.untilReady(180_000);

  proxy.freeze();
  for (const namespace of namespaces) await create(namespace);
  await eventually(async () => expect(proxy.open).toBeGreaterThan(0));
  const [service = ''] = await services();
  await bed.plane.kubectl(['-n', bed.namespace, 'delete', 'service', service]);
  await eventually(async () => expect(await services()).toContain(service));
  // Each reports why it waits; a single connection checks the server for all.
  await eventually(
    async () => expect(await reasons()).toEqual(namespaces.map(() => 'Unreachable')),
    180_000,
  );
  for (const namespace of namespaces)
    await bed.plane.kubectl(['-n', namespace, 'annotate', 'ahlt', 'dev', 'example.org/look=again']);
  // At most half of the workers ever waited for the frozen server.
  expect(proxy.peak).toBeLessThanOrEqual(workers / 2);

  proxy.thaw();
  await eventually(
    async () => expect(await statuses()).toEqual(namespaces.map(() => 'True')),
    180_000,
  );
}, 600_000);

async function create(namespace: string): Promise<void> {
  const spec = {
    image: bed.image,
    stage: 'dev',
    host: `${namespace}.local`,
    database: databaseOf(namespace),
    session: { cookieSecure: false },
    migrations: { backup: 'never' },
  };
  const manifest = {
    apiVersion: 'platform.ahlt.dev/v1alpha1',
    kind: 'AhltEnvironment',
    metadata: { name: 'dev', namespace },
    spec,
  };
  await bed.plane.kubectl(['apply', '--server-side', '-f', '-'], JSON.stringify(manifest));
}

async function services(): Promise<string[]> {
  const { items } = await bed.get<{ items: { metadata: { name: string } }[] }>('services');
  return items.map(({ metadata }) => metadata.name);
}

const databases = () =>
  Promise.all(
    namespaces.map(async (namespace) => {
      const found = await bed.plane.kubectl(['-n', namespace, 'get', 'ahlt', 'dev', '-o', 'json']);
      return conditionOf(JSON.parse(found) as EnvironmentView, 'DatabaseReady');
    }),
  );
const reasons = async () => (await databases()).map((condition) => condition?.reason);
const statuses = async () => (await databases()).map((condition) => condition?.status);
