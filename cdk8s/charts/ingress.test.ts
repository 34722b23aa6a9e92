import { describe, expect, test } from 'vitest';
import type { Cluster } from '../api/index.ts';
import { readEnvironments } from '../environments/read.ts';
import { findings } from '../policy/index.ts';
import { synthesize } from '../synth.ts';

const read = readEnvironments(new URL('../..', import.meta.url).pathname);
if (!read.ok) throw new Error('environments/ is wrong');
const { cluster, environments } = read.value;

/** All objects, with another ingress configuration. */
const objectsWith = (ingress: Partial<Cluster['ingress']>) =>
  synthesize({
    cluster: { ...cluster, ingress: { ...cluster.ingress, ...ingress } },
    environments,
  }).flatMap(({ objects }) => objects);

// biome-ignore lint/suspicious/noExplicitAny: tests look into objects of every kind.
const named = (objects: ReturnType<typeof objectsWith>, kind: string, name: string): any =>
  objects.find((object) => object.kind === kind && object.metadata.name === name);

describe('the controller of F5', () => {
  test('serves its class in the namespaces of the environments and nowhere else', () => {
    const [container] = named(objectsWith({}), 'Deployment', 'nginx-ingress').spec.template.spec
      .containers;
    expect(container.args).toContain('-ingress-class=nginx');
    expect(container.args).toContain('-watch-namespace=ahlt-dev,ahlt-prod,ahlt-staging');
    expect(named(objectsWith({}), 'IngressClass', 'nginx').spec.controller).toBe(
      'nginx.org/ingress-controller',
    );
  });

  test('speaks TLS 1.2 and newer, and gives every request an id', () =>
    expect(named(objectsWith({}), 'ConfigMap', 'nginx-config').data).toMatchObject({
      'ssl-protocols': 'TLSv1.2 TLSv1.3',
      'server-tokens': 'False',
      'location-snippets': expect.stringContaining('X-Request-ID $request_id'),
    }));

  test('stands behind a load balancer that keeps the address of the client', () =>
    expect(named(objectsWith({}), 'Service', 'nginx-ingress').spec).toMatchObject({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
    }));

  test('with host ports violates only the corresponding rules', () => {
    const { deployment } = cluster.ingress;
    const broken = findings(
      objectsWith({ deployment: deployment && { ...deployment, hostPorts: true } }),
    );
    expect([...new Set(broken.map(({ check }) => check))].toSorted()).toEqual([
      'no-gap',
      'no-host-ports',
      'restricted-namespace',
    ]);
    expect(
      broken.every(
        ({ object }) => object.includes('nginx-ingress') || object === 'Namespace ingress-nginx',
      ),
    ).toBe(true);
  });
});

describe('Traefik, which the cluster brings', () => {
  const objects = objectsWith({
    className: 'traefik',
    controller: 'traefik.io/ingress-controller',
    namespace: 'kube-system',
    deployment: undefined,
  });

  test('its namespace is only marked', () =>
    expect(named(objects, 'Namespace', 'kube-system').metadata).toEqual({
      name: 'kube-system',
      labels: { 'platform.ahlt.dev/ingress': 'true' },
    }));

  test('every Middleware and TLS option that an Ingress refers to exists', () => {
    const there = objects
      .filter(({ apiVersion }) => apiVersion === 'traefik.io/v1alpha1')
      .map(({ metadata }) => `${metadata.namespace}-${metadata.name}@kubernetescrd`);
    const asked = objects
      .filter(({ kind }) => kind === 'Ingress')
      .flatMap(({ metadata }) => Object.entries(metadata.annotations ?? {}))
      .filter(([name]) => /middlewares$|options$/.test(name))
      .flatMap(([, value]) => value.split(','));
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((name) => !there.includes(name))).toEqual([]);
  });

  test('nothing is created for another controller', () => {
    expect(
      objects.filter(
        ({ kind, metadata }) => kind === 'IngressClass' || metadata.name === 'nginx-ingress',
      ),
    ).toEqual([]);
    expect(findings(objects)).toEqual([]);
  });
});
