import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { workloadManifests } from '#cdk8s/charts/environment-objects.ts';
import { readEnvironments } from '#cdk8s/environments/read.ts';
import type { KubernetesClient } from '#operator/clients/kubernetes.ts';
import { resources } from '#operator/clients/kubernetes-resources.ts';
import type { Manifest } from '#operator/clients/kubernetes-types.ts';
import { Applier } from '#operator/runtime/applier.ts';
import { Store } from '#operator/runtime/store.ts';
import { controlPlane, createNamespace } from '#test/support/control-plane.ts';
import { clientOf } from '#test/support/fault-bed.ts';
import { RequestCounter } from '#test/support/request-counter.ts';

const requests = new RequestCounter();
let client: KubernetesClient;
let others: KubernetesClient;
let namespace: string;
let stores: Map<string, Store>;

beforeAll(async () => {
  const plane = await controlPlane();
  client = clientOf(plane, plane.server, requests);
  others = clientOf(plane, plane.server, undefined, 'somebody');
});
afterAll(() => {
  client?.close();
  others?.close();
});
beforeEach(async () => {
  namespace = await createNamespace('runtime-apply');
  stores = new Map();
});

const deployment = (image = 'web:1', more: object = {}): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace, labels: { app: 'web' } },
  spec: {
    replicas: 0,
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: {
        containers: [{ name: 'web', image, ports: [{ containerPort: 8080 }], ...more }],
        volumes: [{ name: 'tmp', emptyDir: {} }],
      },
    },
  },
});

/** The cache of a kind. */
function storeOf({ kind }: Pick<Manifest, 'kind'>): Store {
  const store = stores.get(kind) ?? new Store();
  stores.set(kind, store);
  return store;
}

const apply = (applier: Applier, manifest: Manifest) => applier.apply(manifest, storeOf(manifest));

/** Updates the caches to the server's current state. */
async function refresh(): Promise<void> {
  for (const store of stores.values()) {
    for (const object of store.list()) {
      const found = await others.get(client.typeOf(object), object.metadata);
      if (found) store.put(found);
    }
  }
}

/** The calls of applying when the caches are up to date. */
async function callsOf(applier: Applier, ...manifests: Manifest[]): Promise<string[]> {
  await refresh();
  requests.reset();
  for (const manifest of manifests) await apply(applier, manifest);
  return requests.calls;
}

describe('applying makes', () => {
  test('one call for a new object and none when nothing has changed', async () => {
    const applier = new Applier(client);
    expect(await callsOf(applier, deployment())).toEqual(['apply deployments']);
    expect(await callsOf(applier, deployment())).toEqual([]);
    expect(await callsOf(new Applier(client), deployment())).toEqual([]);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['changed a value', () => patch({ spec: { replicas: 3 } })],
    [
      'changed an image',
      () =>
        patch({ spec: { template: { spec: { containers: [{ name: 'web', image: 'evil:1' }] } } } }),
    ],
    ['removed a label', () => patch({ metadata: { labels: { app: null } } })],
    [
      'removed a volume',
      () => patch([{ op: 'remove', path: '/spec/template/spec/volumes' }], 'json'),
    ],
  ])('one call when another client %s, and then none', async (_, interfere) => {
    const applier = new Applier(client);
    await apply(applier, deployment());
    await interfere();
    expect(await callsOf(applier, deployment())).toEqual(['apply deployments']);
    expect(await callsOf(applier, deployment())).toEqual([]);
  });

  test('none when another client added foreign fields', async () => {
    const applier = new Applier(client);
    await apply(applier, deployment());
    await patch({ metadata: { annotations: { theirs: 'yes' } } });
    expect(await callsOf(applier, deployment())).toEqual([]);
  });

  describe('with what we own taken care of', () => {
    const owned = () => new Applier(client, (_kind, [root]) => root === 'spec');
    const web = { name: 'web', env: [{ name: 'EXTRA', value: '1' }] };

    test.each<[string, object]>([
      ['a variable', { containers: [web] }],
      [
        'a sidecar',
        {
          containers: [
            { name: 'sidecar', image: 'x:1', livenessProbe: { httpGet: { port: 80, path: '/' } } },
          ],
        },
      ],
      [
        'a volume and its mount',
        {
          volumes: [{ name: 'theirs', emptyDir: {} }],
          containers: [{ name: 'web', volumeMounts: [{ name: 'theirs', mountPath: '/theirs' }] }],
        },
      ],
      [
        'a probe',
        { containers: [{ name: 'web', livenessProbe: { httpGet: { port: 80, path: '/' } } }] },
      ],
      ['a node', { nodeSelector: { disk: 'ssd' } }],
    ])('one call when another client added %s, and then none', async (_, spec) => {
      const applier = owned();
      const { object: before } = await apply(applier, deployment());
      await patch({ metadata: { annotations: { theirs: 'yes' } }, spec: { template: { spec } } });
      expect(await callsOf(applier, deployment())).toEqual(['patch deployments']);
      expect(await callsOf(applier, deployment())).toEqual([]);
      const after = await others.get<Manifest>(resources.deployment, { name: 'web', namespace });
      expect(after?.['spec']).toEqual(before['spec']);
      expect(after?.metadata.annotations).toMatchObject({ theirs: 'yes' });
    });

    test('a conflict when the object was changed since it was looked at', async () => {
      const applier = owned();
      await apply(applier, deployment());
      await patch({ spec: { template: { spec: { nodeSelector: { disk: 'ssd' } } } } });
      await refresh();
      await patch({ spec: { template: { spec: { nodeSelector: null } } } });
      await expect(apply(applier, deployment())).rejects.toMatchObject({ isConflict: true });
    });
  });

  test('one call when a wish is dropped, and the field is gone', async () => {
    const applier = new Applier(client);
    await apply(applier, deployment('web:1', { args: ['serve'] }));
    expect(await callsOf(applier, deployment())).toEqual(['apply deployments']);
    const found = await others.get<Manifest>(resources.deployment, { name: 'web', namespace });
    expect(JSON.stringify(found?.['spec'])).not.toContain('serve');
  });

  test('no call for ever when the server writes a value in its own way', async () => {
    const applier = new Applier(client);
    const odd = deployment('web:1', {
      resources: { limits: { cpu: '1000m' } },
      tty: false,
      env: [{ name: 'A', value: '' }],
    });
    await apply(applier, odd);
    expect(await callsOf(applier, odd)).toEqual([]);
    await patch({ spec: { replicas: 3 } });
    expect(await callsOf(applier, odd)).toEqual(['apply deployments']);
    expect(await callsOf(applier, odd)).toEqual([]);
  });

  test('an unknown field is refused', async () => {
    await expect(
      apply(new Applier(client), deployment('web:1', { imagePullPolice: 'Always' })),
    ).rejects.toThrow('imagePullPolice');
  });
});

test('the status of a resource is written once', async () => {
  const applier = new Applier(client);
  // An Ingress, because no controller of the control plane writes its status at the same time.
  const ingress: Manifest = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace },
    spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
  };
  const store = storeOf(ingress);
  const { object } = await apply(applier, ingress);
  const status = { loadBalancer: { ingress: [{ hostname: 'ahlt.example.org' }] } };
  requests.reset();
  await applier.applyStatus(object, status, store);
  await applier.applyStatus(store.get(object.metadata) ?? object, status, store);
  expect(requests.calls).toEqual(['apply ingresses']);
});

test.each(['dev', 'staging', 'prod'])(
  'all objects of %s: none is sent twice, not even by a new process',
  async (name) => {
    const read = readEnvironments('.');
    const environment = read.ok
      ? read.value.environments.find(({ metadata }) => metadata.name === name)
      : undefined;
    if (!environment) throw new Error(`environments/${name} is not valid.`);
    const moved = { ...environment, metadata: { ...environment.metadata, namespace } };
    const manifests = workloadManifests(moved, {
      image: 'web:1',
      secretChecksum: 'x',
      graphPasswordSet: true,
    }) as Manifest[];
    const applier = new Applier(client);
    expect(await callsOf(applier, ...manifests)).toHaveLength(manifests.length);
    expect(await callsOf(applier, ...manifests)).toEqual([]);
    expect(await callsOf(new Applier(client), ...manifests)).toEqual([]);
  },
);

const patch = (body: unknown, kind: 'strategic-merge' | 'json' = 'strategic-merge') =>
  others.patch(resources.deployment, { name: 'web', namespace }, body, { kind });
