import { expect, test } from 'vitest';
import { podSelector, standardLabels, versionOf } from './labels.ts';

test.each([
  ['registry.gitlab.local:5050/ahlt/im-ctrl:1.4.0', '1.4.0'],
  [
    'im-ctrl:1.4.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    '1.4.0',
  ],
  [
    'im-ctrl@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
    'sha256-0123456789ab',
  ],
  ['registry.gitlab.local:5050/ahlt/im-ctrl', 'unknown'],
  [`im-ctrl:${'a'.repeat(62)}--b`, 'a'.repeat(62)],
])('the version of %s is %s', (image, version) => expect(versionOf(image)).toBe(version));

test('a selector is part of the labels and names nothing that changes', () => {
  const labels = standardLabels({
    release: 'ahlt-dev',
    component: 'web',
    version: '1.4.0',
    managedBy: 'ahlt-operator',
  });
  expect(labels).toMatchObject(podSelector('ahlt-dev', 'web'));
  expect(podSelector('ahlt-dev', 'web')).not.toHaveProperty('app.kubernetes.io/version');
});
