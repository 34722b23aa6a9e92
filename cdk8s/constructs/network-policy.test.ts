import { App, Chart } from 'cdk8s';
import { expect, test } from 'vitest';
import {
  NetworkPolicy,
  type NetworkPolicyProps,
  nameResolution,
  namespaceNamed,
} from './network-policy.ts';

function specOf(props: Omit<NetworkPolicyProps, 'name' | 'labels'>) {
  const chart = new Chart(new App(), 'chart');
  new NetworkPolicy(chart, 'policy', { name: 'web', labels: {}, ...props });
  return chart.toJson()[0].spec;
}

const http = { ports: [8080] };
const port = [{ port: 8080, protocol: 'TCP' }];

test('without pods it is about every pod, and without allowances it refuses both directions', () =>
  expect(specOf({})).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] }));

test('it is about the pods with these labels only', () =>
  expect(specOf({ pods: { app: 'dev' } }).podSelector).toEqual({ matchLabels: { app: 'dev' } }));

test.each([
  [
    'pods of its own namespace',
    { pods: { app: 'db' } },
    { podSelector: { matchLabels: { app: 'db' } } },
  ],
  [
    'some pods of a namespace: both have to match, in one peer',
    namespaceNamed('shared', { app: 'db' }),
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shared' } },
      podSelector: { matchLabels: { app: 'db' } },
    },
  ],
  [
    'every pod of a namespace',
    namespaceNamed('shared'),
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shared' } } },
  ],
  ['a network', { network: '10.0.0.7/32' }, { ipBlock: { cidr: '10.0.0.7/32' } }],
])('a peer that is %s', (_, peer, written) => {
  expect(specOf({ accepts: [{ peers: [peer], ...http }] }).ingress).toEqual([
    { from: [written], ports: port },
  ]);
  expect(specOf({ opens: [{ peers: [peer], ...http }] }).egress).toEqual([
    { to: [written], ports: port },
  ]);
});

test('public addresses are all but private ones', () => {
  const [{ to }] = specOf({ opens: [{ peers: ['public'], ...http }] }).egress;
  expect(to.map(({ ipBlock }: { ipBlock: { cidr: string } }) => ipBlock.cidr)).toEqual([
    '0.0.0.0/0',
    '2000::/3',
  ]);
  expect(to[0].ipBlock.except).toEqual(
    expect.arrayContaining(['10.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16']),
  );
});

test('anywhere is a rule without peers, in that direction only', () => {
  const spec = specOf({
    accepts: [{ peers: ['anywhere'], ...http }],
    opens: [{ peers: [{ pods: { app: 'db' } }], ports: [5432] }],
  });
  expect(spec.ingress).toEqual([{ ports: port }]);
  expect(spec.egress).toEqual([
    {
      to: [{ podSelector: { matchLabels: { app: 'db' } } }],
      ports: [{ port: 5432, protocol: 'TCP' }],
    },
  ]);
});

test("names are asked of the cluster's name servers only, over UDP and TCP", () =>
  expect(specOf({ opens: [nameResolution] }).egress).toEqual([
    {
      to: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
          podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
        },
      ],
      ports: [
        { port: 53, protocol: 'UDP' },
        { port: 53, protocol: 'TCP' },
      ],
    },
  ]));
