import {
  container,
  deployment,
  type Loose,
  object,
  running,
  table,
  workload,
} from './check-table.fixture.ts';

const all = Object.fromEntries(
  [
    'app',
    ...['name', 'instance', 'component', 'managed-by'].map((label) => `app.kubernetes.io/${label}`),
  ].map((label) => [label, 'x']),
);
const space = (marks: Loose = {}) =>
  object('Namespace', 'n', {}, { namespace: undefined, labels: { ...all, ...marks } });
const foreign = object('Namespace', 'n', {}, { namespace: undefined, labels: { app: 'x' } });
const inSpace = (kind: string, where = 'n') => object(kind, 'o', {}, { namespace: where });

const level = (name: string) => ({ 'pod-security.kubernetes.io/enforce': name });
table('restricted-namespace', [
  ['restricted', [space(level('restricted'))], []],
  [
    'baseline',
    [space(level('baseline'))],
    ['Namespace n: enforces the Pod Security level baseline'],
  ],
  ['nothing said', [space()], ['Namespace n: enforces the Pod Security level of the cluster']],
  ['of the cluster', [foreign], []],
]);

const [noQuota, noLimits] = ['Namespace n: has no ResourceQuota', 'Namespace n: has no LimitRange'];
table('bounded-namespace', [
  ['bounded', [space(), inSpace('ResourceQuota'), inSpace('LimitRange')], []],
  ['not bounded', [space()], [noQuota, noLimits]],
  ['without a quota', [space(), inSpace('LimitRange')], [noQuota]],
  ['without limits', [space(), inSpace('ResourceQuota')], [noLimits]],
  ['elsewhere', [space(), inSpace('ResourceQuota', 'x'), inSpace('LimitRange')], [noQuota]],
  ['of the cluster', [foreign], []],
]);

const labelled = (labels: Loose | undefined) => object('Service', 's', {}, { labels });
table('standard-labels', [
  ['all', [labelled(all)], []],
  ['without one', [labelled({ ...all, app: undefined })], ['Service s: lacks the label app']],
  [
    'none',
    [labelled(undefined)],
    Object.keys(all).map((label) => `Service s: lacks the label ${label}`),
  ],
  ['a namespace of the cluster', [foreign], []],
  ['a namespace of ours', [space({ app: undefined })], ['Namespace n: lacks the label app']],
]);

table('named-namespace', [
  ['named', [object('Service', 's')], []],
  [
    'not named',
    [object('Service', 's', {}, { namespace: undefined })],
    ['Service s: has the wrong namespace'],
  ],
  ['needs none', [space()], []],
  ['named without need', [object('Namespace', 'n')], ['Namespace n: has the wrong namespace']],
]);

const env = (...variables: { name: string; value?: string }[]) => running({ env: variables });
const config = (content: Loose | undefined) => object('ConfigMap', 'c', { data: content });
const clear = (name: string) => [`ConfigMap c: has ${name} in clear text`];
const begin = '-----BEGIN';
table('no-literal-secrets', [
  ['nothing', [deployment(), config(undefined)], []],
  ['harmless', [env({ name: 'PORT', value: '80' }), config({ KEYS: 'x' })], []],
  ...[
    'PASSWORD',
    'db_passwd',
    'CLIENT_SECRET',
    'API_TOKEN',
    'SESSION_KEY',
    'DATABASE_URL',
    'NEO4J_AUTH',
  ].map((name) => [name, [config({ [name]: 'x' })], clear(name)] as const),
  ['a name that goes on', [config({ TOKEN_LIFETIME: 'x' })], []],
  ['a key that is no word of its own', [config({ MONKEY: 'x' })], []],
  ['an address with a password', [config({ a: 'see postgres://u:p@host/db' })], clear('a')],
  ['an address without a user', [config({ a: 'x://:p@host' })], clear('a')],
  ['an address without a password', [config({ a: 'postgres://u@host/db' })], []],
  ['an address with an empty password', [config({ a: 'postgres://u:@host/db' })], []],
  ['a port and a mention', [config({ a: 'http://host:80/x user@host' })], []],
  ['two words before a mention', [config({ a: 'x://u:p q@host' })], []],
  ['two words of a user', [config({ a: 'x://u v:p@host' })], []],
  ['a private key', [config({ a: `x\n${begin} PRIVATE KEY-----` })], clear('a')],
  ['a private key of a kind', [config({ a: `${begin} EC PRIVATE KEY-----` })], clear('a')],
  ['a certificate', [config({ a: `${begin} CERTIFICATE-----` })], []],
  [
    'a variable',
    [env({ name: 'A_TOKEN', value: 'x' })],
    ['Deployment web: has A_TOKEN in clear text'],
  ],
  ['a variable from elsewhere', [env({ name: 'A_TOKEN' })], []],
  [
    'a container that runs first',
    [deployment({ initContainers: [container({ env: [{ name: 'A_TOKEN', value: 'x' }] })] })],
    ['Deployment web: has A_TOKEN in clear text'],
  ],
  ['an object that is no ConfigMap', [object('Other', 'c', { data: { A_TOKEN: 'x' } })], []],
]);

const secret = (content: Loose | undefined, type = 'Opaque', kind = 'Secret') =>
  object(kind, 's', { type, data: content });
const placeholder = btoa('created in the cluster');
table('no-secret-values', [
  ['a placeholder', [secret({ a: placeholder })], []],
  ['nothing', [secret(undefined)], []],
  ['one value', [secret({ a: placeholder, b: btoa('x') })], ['Secret s: holds a value of b']],
  ['a certificate', [secret({ 'tls.key': btoa('x') }, 'kubernetes.io/tls')], []],
  ['an object that is no Secret', [secret({ a: 'x' }, 'Opaque', 'ConfigMap')], []],
]);

const stateful = (spec: Loose) => workload('StatefulSet', {}, spec);
const retain = { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain' } };
const [inPod, withItself] = [
  'StatefulSet web: keeps its data in the pod',
  'StatefulSet web: deletes its data with itself',
];
table('data-outlives-server', [
  ['kept', [stateful({ volumeClaimTemplates: [{}], ...retain })], []],
  ['nothing said', [stateful({})], [inPod, withItself]],
  ['no volumes', [stateful({ volumeClaimTemplates: [], ...retain })], [inPod]],
  [
    'deleted',
    [
      stateful({
        volumeClaimTemplates: [{}],
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' },
      }),
    ],
    [withItself],
  ],
  ['no StatefulSet', [deployment()], []],
]);
