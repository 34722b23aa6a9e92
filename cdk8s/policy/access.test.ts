import { describe, expect, test } from 'vitest';
import {
  deployment,
  type Loose,
  namespace,
  object,
  said,
  table,
  web,
  workload,
} from './check-table.fixture.ts';

const rule = (verbs: string[], resources: string[], resourceNames?: string[]) => ({
  ...{ apiGroups: [''], verbs, resources },
  ...(resourceNames === undefined ? {} : { resourceNames }),
});
const role = (...rules: Loose[]) => object('Role', 'r', { rules });
const clusterRole = (...rules: Loose[]) =>
  object('ClusterRole', 'r', { rules }, { namespace: undefined });
const ofRole = (message: string) => [`Role r: ${message}`];

table('no-wildcard-rights', [
  ['none', [role(rule(['get', 'list'], ['pods', 'jobs']))], []],
  ['a verb', [role(rule(['get', '*'], ['pods', 'jobs']))], ofRole('a star in "get, * pods, jobs"')],
  ['a part of a resource', [role(rule(['get'], ['pods/*']))], ofRole('a star in "get pods/*"')],
  [
    'a group',
    [role({ ...rule(['get'], ['pods']), apiGroups: ['*'] })],
    ofRole('a star in "get pods"'),
  ],
  [
    'in the whole cluster',
    [clusterRole(rule(['*'], ['pods']))],
    ['ClusterRole r: a star in "* pods"'],
  ],
  ['a role without rules', [object('Role', 'r')], []],
  ['rules of something else', [object('Other', 'r', { rules: [rule(['*'], ['*'])] })], []],
]);

table('secrets-by-name', [
  ['named', [role(rule(['get', 'list'], ['secrets'], ['one']))], []],
  ['only made', [role(rule(['create'], ['secrets']))], []],
  [
    'made and read',
    [role(rule(['create', 'get'], ['secrets']))],
    ofRole('"create, get secrets" without names'),
  ],
  [
    'among others',
    [role(rule(['get'], ['pods', 'secrets']))],
    ofRole('"get pods, secrets" without names'),
  ],
  ['no names', [role(rule(['get'], ['secrets'], []))], ofRole('"get secrets" without names')],
  ['others', [role(rule(['get'], ['configmaps']))], []],
]);

describe('no-escalation', () => {
  test.each([
    ...['escalate', 'bind', 'impersonate'].map((verb) => [verb, 'pods']),
    ...['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'].map((resource) => [
      'get',
      resource,
    ]),
    ...['pods/exec', 'pods/attach', 'serviceaccounts/token'].map((resource) => [
      'create',
      resource,
    ]),
  ] as [string, string][])('%s %s', (verb, resource) => {
    const found = ofRole(`"get, ${verb} jobs, ${resource}" leads to more rights`);
    expect(said('no-escalation', [role(rule(['get', verb], ['jobs', resource]))])).toEqual(found);
  });
});
table('no-escalation', [['harmless', [role(rule(['get', 'create'], ['pods', 'jobs']))], []]]);

table('cluster-rights-by-name', [
  ['one by its name', [clusterRole(rule(['get'], ['namespaces'], ['a']))], []],
  [
    'all',
    [clusterRole(rule(['get'], ['namespaces']))],
    ['ClusterRole r: "get namespaces" in the whole cluster'],
  ],
  [
    'no names',
    [clusterRole(rule(['get'], ['namespaces'], []))],
    ['ClusterRole r: "get namespaces" in the whole cluster'],
  ],
  [
    'more than reading',
    [clusterRole(rule(['get', 'patch'], ['namespaces'], ['a']))],
    ['ClusterRole r: "get, patch namespaces" in the whole cluster'],
  ],
  ['in a namespace', [role(rule(['patch'], ['pods']))], []],
]);

const binding = (kind: string, subject: Loose) =>
  object(kind, 'b', { subjects: [{ name: 'other' }, subject] });
const tokens = deployment({ automountServiceAccountToken: true });
const unused = web('mounts a token that has no rights');
table('no-unused-token', [
  [
    'an account that keeps it',
    [object('ServiceAccount', 'a', { automountServiceAccountToken: false })],
    [],
  ],
  [
    '… that gives it away',
    [object('ServiceAccount', 'a')],
    ['ServiceAccount a: gives its token to every pod'],
  ],
  ['a pod without', [deployment()], []],
  ['a pod with one', [tokens], unused],
  ['… by default', [deployment({ automountServiceAccountToken: undefined as never })], unused],
  ['… that is bound', [tokens, binding('RoleBinding', { name: 'web', namespace })], []],
  ['… in the cluster', [tokens, binding('ClusterRoleBinding', { name: 'web', namespace })], []],
  ['… under another name', [tokens, binding('RoleBinding', { name: 'job', namespace })], unused],
  ['… elsewhere', [tokens, binding('RoleBinding', { name: 'web', namespace: 'prod' })], unused],
  ['… by another kind of object', [tokens, binding('Group', { name: 'web', namespace })], unused],
  ['… by a binding of nobody', [tokens, object('RoleBinding', 'b')], unused],
  ['what makes no pods', [object('Service', 'web')], []],
]);

const anonymous = { serviceAccountName: undefined as never };
table('own-service-account', [
  ['its own', [deployment()], []],
  ['none', [deployment(anonymous)], web('runs as the account "default"')],
  [
    'the default by name',
    [deployment({ serviceAccountName: 'default' })],
    web('runs as the account "default"'),
  ],
  ['a StatefulSet without a token', [workload('StatefulSet', anonymous)], []],
  [
    'a StatefulSet with one',
    [workload('StatefulSet', { ...anonymous, automountServiceAccountToken: true })],
    ['StatefulSet web: runs as the account "default"'],
  ],
  ['what makes no pods', [object('Service', 'web')], []],
]);
