import { expect, test } from 'vitest';
import type { Manifest } from '../constructs/manifest.ts';
import { readEnvironments } from '../environments/read.ts';
import { synthesize } from '../synth.ts';
import { type Labels, matches } from './check.ts';
import { podLabelsOf, podOf } from './workloads.ts';

// Who can reach whom with all network policies of the repository, computed like Kubernetes does: a
// connection needs a policy of its source that allows it out and one of its target that allows it
// in.

const read = readEnvironments(new URL('../..', import.meta.url).pathname);
if (!read.ok) throw new Error('environments/ is wrong');
const objects = synthesize(read.value).flatMap((file) => file.objects);

interface Selector {
  readonly matchLabels?: Labels;
}

interface Peer {
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
  readonly ipBlock?: object;
}

interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports: readonly { readonly port: number }[];
}

interface Policy {
  readonly namespace: string;
  readonly spec: {
    readonly podSelector: Selector;
    readonly ingress?: readonly Rule[];
    readonly egress?: readonly Rule[];
  };
}

interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  /** Subject to no policy: a pod of a foreign namespace, or an external host. */
  readonly isFree?: boolean;
}

const policies = objects
  .filter(({ kind }) => kind === 'NetworkPolicy')
  .map(
    (object): Policy => ({
      namespace: object.metadata.namespace ?? '',
      spec: object['spec'] as Policy['spec'],
    }),
  );

const namespaceLabels = new Map(
  objects
    .filter(({ kind }) => kind === 'Namespace')
    .map(({ metadata: { name, labels = {} } }) => [
      name,
      { ...labels, 'kubernetes.io/metadata.name': name } as Labels,
    ]),
);

const ours = objects.filter((object) => podOf(object) !== undefined).map(podOfObject);
const strangers: Pod[] = [
  ...['ahlt-dev', 'ahlt-prod', 'shared-infra', 'ahlt-system', 'ingress-nginx'].map((namespace) => ({
    name: 'a stranger',
    namespace,
    labels: { app: 'stranger' },
  })),
  {
    name: 'the name server',
    namespace: 'kube-system',
    labels: { 'k8s-app': 'kube-dns' },
    isFree: true,
  },
  { name: 'a pod', namespace: 'kube-system', labels: { app: 'other' }, isFree: true },
  { name: 'a host', namespace: 'elsewhere', labels: {}, isFree: true },
];

function podOfObject(object: Manifest): Pod {
  const labels = podLabelsOf(object);
  return {
    name: labels['app.kubernetes.io/component'] ?? object.metadata.name,
    namespace: object.metadata.namespace ?? '',
    labels,
  };
}

const selects = (selector: Selector | undefined, labels: Labels): boolean =>
  matches(selector?.matchLabels ?? {}, labels);

function isPeer(
  { namespaceSelector, podSelector, ipBlock }: Peer,
  pod: Pod,
  ownNamespace: string,
): boolean {
  if (ipBlock !== undefined || pod.namespace === 'elsewhere') return false;
  const labels = namespaceLabels.get(pod.namespace) ?? {
    'kubernetes.io/metadata.name': pod.namespace,
  };
  const inNamespace =
    namespaceSelector === undefined
      ? pod.namespace === ownNamespace
      : selects(namespaceSelector, labels);
  return inNamespace && selects(podSelector, pod.labels);
}

/** Ports that the policies of `pod` allow in one direction, towards or from `other`. */
function portsOf(
  direction: 'ingress' | 'egress',
  pod: Pod,
  other: Pod,
): ReadonlySet<number> | 'all' {
  if (pod.isFree) return 'all';
  const own = policies.filter(
    ({ namespace, spec }) => namespace === pod.namespace && selects(spec.podSelector, pod.labels),
  );
  const rules = own.flatMap(({ spec }) => spec[direction] ?? []);
  const letting = rules.filter((rule) => {
    const peers = direction === 'ingress' ? rule.from : rule.to;
    return peers === undefined || peers.some((peer) => isPeer(peer, other, pod.namespace));
  });
  return new Set(letting.flatMap(({ ports }) => ports.map(({ port }) => port)));
}

function connections(): string[] {
  const pods = [...ours, ...strangers];
  const lines = pods.flatMap((source) =>
    pods
      .filter((target) => target !== source && !(source.isFree && target.isFree))
      .flatMap((target) => {
        const [out, into] = [portsOf('egress', source, target), portsOf('ingress', target, source)];
        const ports =
          out === 'all'
            ? [...(into as ReadonlySet<number>)]
            : [...out].filter((port) => into === 'all' || into.has(port));
        return ports.length === 0
          ? []
          : [
              `${source.namespace} ${source.name} → ${target.namespace} ${target.name}: ${ports.toSorted((a, b) => a - b).join(', ')}`,
            ];
      }),
  );
  return [...new Set(lines)].toSorted();
}

test('every connection that the policies allow is one of these', () => {
  expect(connections()).toMatchInlineSnapshot(`
    [
      "ahlt-dev backup → kube-system the name server: 53",
      "ahlt-dev backup → shared-infra database: 5432",
      "ahlt-dev backup → shared-infra graph: 7687",
      "ahlt-dev migrate → kube-system the name server: 53",
      "ahlt-dev migrate → shared-infra database: 5432",
      "ahlt-dev migrate → shared-infra graph: 7687",
      "ahlt-dev plan → kube-system the name server: 53",
      "ahlt-dev plan → shared-infra database: 5432",
      "ahlt-dev plan → shared-infra graph: 7687",
      "ahlt-dev resync → kube-system the name server: 53",
      "ahlt-dev resync → shared-infra database: 5432",
      "ahlt-dev resync → shared-infra graph: 7687",
      "ahlt-dev seed → kube-system the name server: 53",
      "ahlt-dev seed → shared-infra database: 5432",
      "ahlt-dev seed → shared-infra graph: 7687",
      "ahlt-dev web → kube-system the name server: 53",
      "ahlt-dev web → shared-infra database: 5432",
      "ahlt-dev web → shared-infra graph: 7687",
      "ahlt-prod backup → kube-system the name server: 53",
      "ahlt-prod backup → shared-infra database: 5432",
      "ahlt-prod backup → shared-infra graph: 7687",
      "ahlt-prod migrate → kube-system the name server: 53",
      "ahlt-prod migrate → shared-infra database: 5432",
      "ahlt-prod migrate → shared-infra graph: 7687",
      "ahlt-prod plan → kube-system the name server: 53",
      "ahlt-prod plan → shared-infra database: 5432",
      "ahlt-prod plan → shared-infra graph: 7687",
      "ahlt-prod resync → kube-system the name server: 53",
      "ahlt-prod resync → shared-infra database: 5432",
      "ahlt-prod resync → shared-infra graph: 7687",
      "ahlt-prod seed → kube-system the name server: 53",
      "ahlt-prod seed → shared-infra database: 5432",
      "ahlt-prod seed → shared-infra graph: 7687",
      "ahlt-prod web → kube-system the name server: 53",
      "ahlt-prod web → shared-infra database: 5432",
      "ahlt-prod web → shared-infra graph: 7687",
      "ahlt-staging backup → kube-system the name server: 53",
      "ahlt-staging backup → shared-infra database: 5432",
      "ahlt-staging backup → shared-infra graph: 7687",
      "ahlt-staging migrate → kube-system the name server: 53",
      "ahlt-staging migrate → shared-infra database: 5432",
      "ahlt-staging migrate → shared-infra graph: 7687",
      "ahlt-staging plan → kube-system the name server: 53",
      "ahlt-staging plan → shared-infra database: 5432",
      "ahlt-staging plan → shared-infra graph: 7687",
      "ahlt-staging resync → kube-system the name server: 53",
      "ahlt-staging resync → shared-infra database: 5432",
      "ahlt-staging resync → shared-infra graph: 7687",
      "ahlt-staging seed → kube-system the name server: 53",
      "ahlt-staging seed → shared-infra database: 5432",
      "ahlt-staging seed → shared-infra graph: 7687",
      "ahlt-staging web → kube-system the name server: 53",
      "ahlt-staging web → shared-infra database: 5432",
      "ahlt-staging web → shared-infra graph: 7687",
      "ahlt-system operator → elsewhere a host: 443, 6443",
      "ahlt-system operator → ingress-nginx ingress: 443",
      "ahlt-system operator → kube-system a pod: 443, 6443",
      "ahlt-system operator → kube-system the name server: 53, 443, 6443",
      "ahlt-system operator → shared-infra database: 5432",
      "ahlt-system operator → shared-infra graph: 7687",
      "elsewhere a host → ingress-nginx ingress: 80, 443",
      "ingress-nginx ingress → ahlt-dev web: 8080",
      "ingress-nginx ingress → ahlt-prod web: 8080",
      "ingress-nginx ingress → ahlt-staging web: 8080",
      "ingress-nginx ingress → elsewhere a host: 443, 6443",
      "ingress-nginx ingress → kube-system a pod: 443, 6443",
      "ingress-nginx ingress → kube-system the name server: 53, 443, 6443",
      "kube-system a pod → ingress-nginx ingress: 80, 443",
      "kube-system the name server → ingress-nginx ingress: 80, 443",
    ]
  `);
});
