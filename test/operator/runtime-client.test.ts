import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { KubernetesClient } from '#operator/clients/kubernetes.ts';
import {
  kubeConfigAuthentication,
  serviceAccountAuthentication,
} from '#operator/clients/kubernetes-authentication.ts';
import { resources } from '#operator/clients/kubernetes-resources.ts';
import { type ControlPlane, controlPlane, createNamespace } from '#test/support/control-plane.ts';
import { clientOf, configMap } from '#test/support/fault-bed.ts';
import { FaultProxy } from '#test/support/fault-proxy.ts';

let plane: ControlPlane;
let proxy: FaultProxy;
let client: KubernetesClient;
let namespace: string;
beforeAll(async () => {
  plane = await controlPlane();
  proxy = await FaultProxy.start(plane);
  client = clientOf(plane, proxy.url);
  namespace = await createNamespace('runtime-client');
});
afterAll(async () => {
  client?.close();
  await proxy?.[Symbol.asyncDispose]();
});
beforeEach(() => proxy.heal());

const named = (name: string) => ({ namespace, name });

test('an object that is not there is undefined, a resource that is not served is an error', async () => {
  expect(await client.get(resources.configMap, named('none'))).toBeUndefined();
  await expect(
    client.get({ ...resources.job, plural: 'jabs' }, named('none')),
  ).rejects.toMatchObject({ status: 404, reason: 'NotFound' });
});

test('deleting says whether there was something, and keeps to its preconditions', async () => {
  await client.create(configMap(namespace, 'doomed', 'x'));
  const wrong = { preconditions: { uid: '00000000-0000-0000-0000-000000000000' } };
  await expect(client.delete(resources.configMap, named('doomed'), wrong)).rejects.toMatchObject({
    status: 409,
    isConflict: true,
  });
  expect(await client.delete(resources.configMap, named('doomed'))).toBe(true);
  expect(await client.delete(resources.configMap, named('doomed'))).toBe(false);
});

test('a refusal carries the server’s own words', async () => {
  await client.create(configMap(namespace, 'twice', 'x'));
  await expect(client.create(configMap(namespace, 'twice', 'x'))).rejects.toMatchObject({
    status: 409,
    reason: 'AlreadyExists',
    message: expect.stringContaining('configmaps "twice" already exists'),
  });
});

test('a dry run changes nothing', async () => {
  await client.apply(configMap(namespace, 'dry', 'x'), { dryRun: true });
  expect(await client.get(resources.configMap, named('dry'))).toBeUndefined();
});

test('a list in pages is complete, and its items know their kind', async () => {
  await Promise.all(
    Array.from({ length: 7 }, (_, index) =>
      client.create(configMap(namespace, `page-${index}`, 'x')),
    ),
  );
  const { items } = await client.list(resources.configMap, { namespace }, { limit: 2 });
  expect(items.filter(({ metadata }) => metadata.name.startsWith('page-'))).toHaveLength(7);
  expect(items.every(({ kind, apiVersion }) => kind === 'ConfigMap' && apiVersion === 'v1')).toBe(
    true,
  );
});

test('Retry-After comes through', async () => {
  proxy.inject({ kind: 'status', on: 'any', status: 429, times: 1, retryAfterSeconds: 7 });
  await expect(client.get(resources.configMap, named('any'))).rejects.toMatchObject({
    status: 429,
    retryAfterMs: 7000,
    isTransient: true,
  });
});

test('a kept-alive connection that was reset costs nothing', async () => {
  await client.get(resources.configMap, named('any'));
  proxy.inject({ kind: 'reset' });
  expect(await client.get(resources.configMap, named('any'))).toBeUndefined();
});

test('a silent connection fails at the deadline, and the next call takes another one', async () => {
  await client.get(resources.configMap, named('any'));
  proxy.inject({ kind: 'half-open' });
  await expect(
    client.get(resources.configMap, named('any'), { silenceMs: 200 }),
  ).rejects.toMatchObject({
    reason: 'DeadlineExceeded',
    status: 0,
  });
  expect(await client.get(resources.configMap, named('any'))).toBeUndefined();
});

test('a server that is not there is a failed connection', async () => {
  const nowhere = clientOf(plane, 'https://127.0.0.1:1');
  await expect(nowhere.get(resources.configMap, named('any'))).rejects.toMatchObject({
    reason: 'ConnectionFailed',
    isTransient: true,
  });
});

test('a caller that stops is let go at once', async () => {
  const stop = new AbortController();
  const watching = client.watch(
    resources.configMap,
    { namespace },
    { resourceVersion: '', timeoutSeconds: 60, signal: stop.signal },
  );
  await watching.next();
  stop.abort();
  await expect(drain(watching)).rejects.toMatchObject({ reason: 'Aborted' });
});

test('a kubeconfig that is not there is named, with the variable to check', async () => {
  await expect(kubeConfigAuthentication('/nonexistent')).rejects.toThrow(
    /^The kubeconfig \/nonexistent can't be read: ENOENT.* Check KUBECONFIG\.$/,
  );
});

test('a kubeconfig lets in', async () => {
  const authentication = await kubeConfigAuthentication(plane.kubeconfig);
  const own = new KubernetesClient({ authentication, fieldManager: 'test' });
  expect(await own.get(resources.namespace, { name: namespace })).toBeDefined();
  own.close();
});

test('a mounted service account lets in, as far as its rights go', async () => {
  const token = (await plane.kubectl(['create', 'token', 'default', '-n', namespace])).trim();
  await writeFile(join(plane.folder, 'token'), token);
  const { hostname: host, port } = new URL(plane.server);
  const own = new KubernetesClient({
    authentication: serviceAccountAuthentication({ host, port, folder: plane.folder }),
    fieldManager: 'test',
  });
  await expect(own.get(resources.namespace, { name: namespace })).rejects.toMatchObject({
    reason: 'Forbidden',
    message: expect.stringContaining(`system:serviceaccount:${namespace}:default`),
  });
  own.close();
});

async function drain(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of events);
}
