import { setTimeout as pause } from 'node:timers/promises';
import { KubernetesClient } from '#operator/clients/kubernetes.ts';
import type { Authentication } from '#operator/clients/kubernetes-authentication.ts';
import { resources } from '#operator/clients/kubernetes-resources.ts';
import type { KubernetesObject, Manifest } from '#operator/clients/kubernetes-types.ts';
import { createLogger } from '#operator/runtime/logger.ts';
import { Reflector } from '#operator/runtime/reflector.ts';
import { type ControlPlaneServer, startControlPlane } from './control-plane-server.ts';
import { FaultProxy } from './fault-proxy.ts';
import { describeFault, type Fault } from './faults.ts';
import { RequestCounter } from './request-counter.ts';

/**
 * A reflector that accesses a real API server only through a fault proxy, and a client that
 * bypasses it.
 */
export interface FaultBed {
  readonly plane: ControlPlaneServer;
  readonly proxy: FaultProxy;
  readonly direct: KubernetesClient;
  /** Starts a reflector over the ConfigMaps of a new namespace with `objects` of them. */
  watch(objects: number): Promise<WatchedNamespace>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface WatchedNamespace {
  readonly namespace: string;
  readonly reflector: Reflector;
  /** What the reflector's handlers received, as `name=version`. */
  readonly versions: ReadonlyMap<string, string | undefined>;
  readonly requests: RequestCounter;
  /**
   * Milliseconds until the store and the handlers equal a current list. Rejects after `limitMs`.
   */
  untilEqual(limitMs: number): Promise<number>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Timeout without data of the beds' reflectors. */
export const inactivityMs = 2000;

export async function startFaultBed(): Promise<FaultBed> {
  const plane = await startControlPlane({ controllers: false });
  const proxy = await FaultProxy.start(plane);
  const direct = clientOf(plane, plane.server);
  let namespaces = 0;
  return {
    plane,
    proxy,
    direct,
    async watch(objects) {
      namespaces += 1;
      const namespace = `faults-${namespaces}`;
      await direct.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
      await Promise.all(
        Array.from({ length: objects }, (_, index) =>
          direct.create(configMap(namespace, `c${index}`, 'first')),
        ),
      );
      return await watched(plane, proxy, direct, namespace);
    },
    async [Symbol.asyncDispose]() {
      direct.close();
      await proxy[Symbol.asyncDispose]();
      await plane[Symbol.asyncDispose]();
    },
  };
}

async function watched(
  plane: ControlPlaneServer,
  proxy: FaultProxy,
  direct: KubernetesClient,
  namespace: string,
): Promise<WatchedNamespace> {
  const requests = new RequestCounter();
  const client = clientOf(plane, proxy.url, requests);
  const selection = { namespace };
  const reflector = new Reflector({
    client,
    type: resources.configMap,
    selection,
    log: createLogger('silent'),
    pageSize: 10,
    inactivityMs,
  });
  const versions = new Map<string, string | undefined>();
  const remember = ({ metadata }: KubernetesObject) =>
    versions.set(metadata.name, metadata.resourceVersion);
  reflector.store.subscribe({
    added: remember,
    updated: remember,
    deleted: ({ metadata }) => versions.delete(metadata.name),
  });
  const stop = new AbortController();
  const before = proxy.watches;
  const running = reflector.run(stop.signal);
  await reflector.synced();
  while (proxy.watches === before) await pause(5);
  return {
    namespace,
    reflector,
    versions,
    requests,
    async untilEqual(limitMs) {
      const start = performance.now();
      const expected = versionsOf((await direct.list(resources.configMap, selection)).items);
      while (versionsOf(reflector.store.list()) !== expected) {
        if (performance.now() - start > limitMs)
          throw new Error(
            `After ${limitMs} ms the store still differs from the list: ${reflector.problem}`,
          );
        await pause(5);
      }
      return performance.now() - start;
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
      client.close();
    },
  };
}

/**
 * One fault, and how long the reflector is behind: during it one object is changed, one created and
 * one deleted. Further faults make it take effect, e.g. a 500 on list only after a forced list.
 */
export async function recover(
  bed: FaultBed,
  faults: readonly Fault[],
  limitMs: number,
): Promise<number> {
  await using namespace = await bed.watch(25);
  for (const fault of faults) bed.proxy.inject(fault);
  await change(bed.direct, namespace.namespace);
  try {
    return await namespace.untilEqual(limitMs);
  } catch (error) {
    throw new Error(`not recovered from ${faults.map(describeFault).join(', ')}`, { cause: error });
  } finally {
    bed.proxy.heal();
  }
}

/** Changes one object, creates one and deletes one; again only with another value. */
export async function change(
  client: KubernetesClient,
  namespace: string,
  value = 'second',
): Promise<void> {
  await client.delete(resources.configMap, { namespace, name: 'c0' });
  await client.apply(configMap(namespace, 'made', value));
  await client.apply(configMap(namespace, 'c1', value));
}

export const configMap = (namespace: string, name: string, value: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace, name },
  data: { value },
});

export function clientOf(
  plane: Pick<ControlPlaneServer, 'ca' | 'token'>,
  server: string,
  requests?: RequestCounter,
  fieldManager = 'runtime-test',
): KubernetesClient {
  const authentication: Authentication = {
    server: new URL(server),
    bringsAgent: false,
    options: async () => ({ ca: plane.ca, headers: { Authorization: `Bearer ${plane.token}` } }),
  };
  return new KubernetesClient({
    authentication,
    fieldManager,
    ...(requests ? { onRequest: requests.record } : {}),
  });
}

/** A text that is equal for the same objects in the same versions. */
const versionsOf = (objects: readonly KubernetesObject[]): string =>
  objects
    .map(({ metadata }) => `${metadata.name}=${metadata.resourceVersion}`)
    .sort()
    .join(' ');
