import { expect, test } from 'vitest';
import type { Manifest } from '#cdk8s/constructs/manifest.ts';
import { rightChanges } from './rights.ts';

const readsSecrets = [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }];
const role = (kind: string, name: string, rules: readonly object[], namespace?: string): Manifest =>
  ({
    apiVersion: 'v1',
    kind,
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    rules,
  }) as Manifest;
const binding = (kind: string, to: { kind: string; name: string }, namespace?: string): Manifest =>
  ({
    apiVersion: 'v1',
    kind,
    metadata: { name: 'binding', ...(namespace !== undefined && { namespace }) },
    roleRef: to,
    subjects: [{ kind: 'ServiceAccount', name: 'operator', namespace: 'ahlt-system' }],
  }) as Manifest;

const reader = { kind: 'ClusterRole', name: 'reader' };

test('a ClusterRoleBinding gives its rights in the whole cluster', () => {
  const after = [
    role('ClusterRole', 'reader', readsSecrets),
    binding('ClusterRoleBinding', reader),
  ];
  expect(rightChanges([], after)).toEqual([
    { kind: 'gets', subject: 'ahlt-system/operator', right: 'get secrets in the whole cluster' },
  ]);
  expect(rightChanges(after, [])).toMatchObject([
    { kind: 'loses', right: 'get secrets in the whole cluster' },
  ]);
});

test('a ClusterRoleBinding in place of a RoleBinding is a right more and a right less', () => {
  const roles = [role('ClusterRole', 'reader', readsSecrets)];
  const before = [...roles, binding('RoleBinding', reader, 'ahlt-dev')];
  expect(rightChanges(before, [...roles, binding('ClusterRoleBinding', reader)])).toEqual([
    { kind: 'gets', subject: 'ahlt-system/operator', right: 'get secrets in the whole cluster' },
    { kind: 'loses', subject: 'ahlt-system/operator', right: 'get secrets in ahlt-dev' },
  ]);
});

test('a RoleBinding gives the rights of the Role of its own namespace, not of one that is called alike', () => {
  const roles = [
    role('Role', 'reader', [], 'ahlt-dev'),
    role('Role', 'reader', readsSecrets, 'ahlt-prod'),
  ];
  const to = { kind: 'Role', name: 'reader' };
  expect(rightChanges(roles, [...roles, binding('RoleBinding', to, 'ahlt-dev')])).toEqual([]);
  expect(rightChanges(roles, [...roles, binding('RoleBinding', to, 'ahlt-prod')])).toMatchObject([
    { right: 'get secrets in ahlt-prod' },
  ]);
});
