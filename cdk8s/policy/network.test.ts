import {
  deployment,
  type Loose,
  labels,
  namespace,
  object,
  table,
  workload,
} from './check-table.fixture.ts';

const ours = { 'app.kubernetes.io/managed-by': 'ahlt' };
const space = (marks: Loose | undefined = ours) =>
  object('Namespace', namespace, {}, { namespace: undefined, labels: marks });
const policy = (spec: Loose, where: string = namespace) =>
  object(
    'NetworkPolicy',
    'p',
    { spec: { podSelector: { matchLabels: labels }, ...spec } },
    { namespace: where },
  );

const both = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };
const open = [`Namespace ${namespace}: has no policy that denies everything by default`];
table('default-deny', [
  ['denied', [space(), policy(both)], []],
  ['denied with empty lists', [space(), policy({ ...both, ingress: [], egress: [] })], []],
  ['nothing', [space()], open],
  ['some pods', [space(), policy({ ...both, podSelector: { matchLabels: labels } })], open],
  ['one way in', [space(), policy({ ...both, policyTypes: ['Ingress'] })], open],
  ['one way out', [space(), policy({ ...both, policyTypes: ['Egress'] })], open],
  ['no way said', [space(), policy({ podSelector: {} })], open],
  ['lets in', [space(), policy({ ...both, ingress: [{}] })], open],
  ['lets out', [space(), policy({ ...both, egress: [{}] })], open],
  ['elsewhere', [space(), policy(both, 'elsewhere')], open],
  ['an object that is no policy', [space(), object('Other', 'p', { spec: both })], open],
  ['among others', [space(), policy({}), policy(both)], []],
  ['a namespace of the cluster', [space({})], []],
  ['a namespace without labels', [object('Namespace', 'x', {}, { namespace: undefined })], []],
  ['something else of ours', [object('Service', 'x', {}, { labels: ours })], []],
]);

const unnamed = ['Deployment web: has no network policy of its own'];
table('explicit-allows', [
  ['its own', [deployment(), policy({})], []],
  ['none', [deployment()], unnamed],
  ['of all pods', [deployment(), policy({ podSelector: {} })], unnamed],
  [
    'of other pods',
    [deployment(), policy({ podSelector: { matchLabels: { app: 'other' } } })],
    unnamed,
  ],
  ['elsewhere', [deployment(), policy({}, 'elsewhere')], unnamed],
  ['what makes no pods', [object('Service', 'x')], []],
]);

const from = [{ podSelector: { matchLabels: labels } }];
const ports = [{ port: 80 }];
const ofPolicy = (...messages: string[]) =>
  messages.map((message) => `NetworkPolicy p: ${message}`);
table('no-open-door', [
  ['nobody', [policy({})], []],
  ['one', [policy({ ingress: [{ from, ports }], egress: [{ ports }] })], []],
  ['anywhere', [policy({ ingress: [{ ports }] })], ofPolicy('accepts connections from anywhere')],
  [
    'an empty list',
    [policy({ ingress: [{ from: [], ports }] })],
    ofPolicy('accepts connections from anywhere'),
  ],
  ['one at every port', [policy({ ingress: [{ from }] })], ofPolicy('allows every port')],
  ['to every port', [policy({ egress: [{ ports: [] }] })], ofPolicy('allows every port')],
  ['an object that is no policy', [object('Other', 'p', { spec: { ingress: [{}] } })], []],
]);

const leaves = ofPolicy('lets its pods connect to anywhere');
const out = (to: readonly Loose[] | undefined, numbers: readonly (number | undefined)[]) =>
  policy({ egress: [{ ...(to && { to }), ports: numbers.map((port) => ({ port })) }] });
const environment = object('AhltEnvironment', 'e');
const sending = object('AhltEnvironment', 'e', { spec: { webhooks: { ports: [443] } } });
const plain = deployment();
const withToken = deployment({ automountServiceAccountToken: true });
const cidr = (text: string | undefined) => [{ ipBlock: text === undefined ? {} : { cidr: text } }];
const cluster = (numbers: number[]) =>
  policy({
    podSelector: { matchLabels: { 'cnpg.io/cluster': 'main' } },
    egress: [{ ports: numbers.map((port) => ({ port })) }],
  });
table('no-open-exit', [
  ['nobody', [policy({})], []],
  ['one', [out(from, [80])], []],
  ['anywhere', [out(undefined, [5432])], leaves],
  ['an empty list', [out([], [5432])], leaves],
  ['an empty peer', [out([{}], [5432])], leaves],
  ['one and an empty peer', [out([...from, {}], [5432])], leaves],
  ['every pod here', [out([{ podSelector: {} }], [5432])], []],
  ['every namespace', [out([{ namespaceSelector: {} }], [5432])], leaves],
  [
    'every pod of every namespace',
    [out([{ namespaceSelector: {}, podSelector: {} }], [5432])],
    leaves,
  ],
  [
    'some pods of every namespace',
    [out([{ namespaceSelector: {}, podSelector: { matchLabels: labels } }], [5432])],
    [],
  ],
  [
    'every pod of one namespace',
    [out([{ namespaceSelector: { matchLabels: labels } }], [5432])],
    [],
  ],
  ['every address', [out(cidr('0.0.0.0/0'), [5432])], leaves],
  ['every address of the newer kind', [out(cidr('::/0'), [5432])], leaves],
  ['some addresses', [out(cidr('10.0.0.0/10'), [5432])], []],
  ['a block without addresses', [out(cidr(undefined), [5432])], []],

  ['one server of an environment', [environment, plain, out(undefined, [5432])], []],
  ['two of an environment', [environment, plain, out(undefined, [5432, 7687])], leaves],
  ['none of an environment', [environment, plain, out(undefined, [undefined])], leaves],
  ...[80, 443, 8080, 8443].map(
    (port) =>
      [
        `the web at ${port}, of an environment`,
        [environment, plain, out(undefined, [port])],
        leaves,
      ] as const,
  ),
  ['the web, for webhooks of an environment', [sending, plain, out(undefined, [443])], []],
  ['more than its webhooks need', [sending, plain, out(undefined, [443, 80])], leaves],
  [
    'one server beside an environment',
    [object('AhltEnvironment', 'e', {}, { namespace: 'elsewhere' }), plain, out(undefined, [5432])],
    leaves,
  ],
  [
    'one server beside another kind of object',
    [object('Other', 'e'), plain, out(undefined, [5432])],
    leaves,
  ],

  ['the API server with a token', [withToken, out(undefined, [443])], []],
  ['… and where it listens', [withToken, out(undefined, [443, 6443, 5432])], []],
  ['… and more', [withToken, out(undefined, [443, 6443, 5432, 1])], leaves],
  ['… and the web', [withToken, out(undefined, [443, 8443])], leaves],
  ['… without the port of its Service', [withToken, out(undefined, [6443, 5432])], leaves],
  ['one server with a token', [withToken, out(undefined, [5432])], []],
  ['the API server without a token', [plain, out(undefined, [443])], leaves],
  [
    '… with one by default',
    [deployment({ automountServiceAccountToken: undefined as never }), out(undefined, [443])],
    [],
  ],
  [
    '… of other pods',
    [
      withToken,
      policy({ podSelector: { matchLabels: { app: 'x' } }, egress: [{ ports: [{ port: 443 }] }] }),
    ],
    leaves,
  ],
  [
    '… of some of all pods',
    [plain, withToken, policy({ podSelector: {}, egress: [{ ports: [{ port: 443 }] }] })],
    [],
  ],
  [
    '… elsewhere',
    [withToken, policy({ egress: [{ ports: [{ port: 443 }] }] }, 'elsewhere')],
    ['NetworkPolicy elsewhere/p: lets its pods connect to anywhere'],
  ],
  ['… of what makes no pods', [object('Service', 's'), out(undefined, [443])], leaves],
  ['a database cluster', [cluster([443, 6443])], []],
  ['an object that is no policy', [object('Other', 'p', { spec: { egress: [{}] } })], []],
]);

const service = (spec: Loose) => object('Service', 's', { spec });
table('no-exposed-service', [
  ['inside by default', [service({})], []],
  ['inside', [service({ type: 'ClusterIP' })], []],
  ['a port of the nodes', [service({ type: 'NodePort' })], ['Service s: is of type NodePort']],
  ['an object that is no Service', [object('Other', 's', { spec: { type: 'NodePort' } })], []],
]);

const selector = labels;
const mixed = [service({ selector }), deployment(), workload('Job')];
table('service-with-pods', [
  ['with pods', [service({ selector }), deployment()], []],
  [
    'with others',
    [service({ selector: { app: 'x' } }), deployment()],
    ['Service s: selects no pods'],
  ],
  ['with none', [service({ selector })], ['Service s: selects no pods']],
  ['with all', [service({}), deployment()], []],
  [
    'with what makes no pods',
    [service({}), object('ConfigMap', 'c')],
    ['Service s: selects no pods'],
  ],
  [
    'with pods elsewhere',
    [object('Service', 's', { spec: { selector } }, { namespace: 'elsewhere' }), deployment()],
    ['Service elsewhere/s: selects no pods'],
  ],
  ['with those of Jobs', mixed, ['Service s: also selects the pods of Jobs']],
  ['an object that is no Service', [object('Other', 's', { spec: { selector } })], []],
]);

const ingress = (
  name: string,
  hosts: readonly (string | undefined)[],
  tls: readonly string[] | undefined,
  where: string = namespace,
) =>
  object(
    'Ingress',
    name,
    { spec: { rules: hosts.map((host) => ({ host })), ...(tls && { tls: [{}, { hosts: tls }] }) } },
    { namespace: where },
  );
table('encrypted-hosts', [
  ['encrypted', [ingress('i', ['a'], ['a'])], []],
  ['by another Ingress', [ingress('i', ['a'], undefined), ingress('j', [], ['a'])], []],
  [
    'by one elsewhere',
    [ingress('i', ['a'], undefined), ingress('j', [], ['a'], 'x')],
    ['Ingress i: a has no certificate'],
  ],
  ['one of two', [ingress('i', ['a', 'b', undefined], ['a'])], ['Ingress i: b has no certificate']],
  ['no rules', [object('Ingress', 'i', { spec: {} })], []],
  [
    'by another kind of object',
    [ingress('i', ['a'], undefined), object('Other', 'o', { spec: { tls: [{ hosts: ['a'] }] } })],
    ['Ingress i: a has no certificate'],
  ],
  [
    'an object that is no Ingress',
    [object('Other', 'o', { spec: { rules: [{ host: 'a' }] } })],
    [],
  ],
]);
