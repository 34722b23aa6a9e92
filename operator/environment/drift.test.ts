import { expect, test } from 'vitest';
import { describeDrift } from './drift.ts';

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'ahlt-dev', labels: { app: 'ahlt-dev' } },
  spec: { replicas: 1, template: { spec: { containers: [{ name: 'ahlt', image: 'im-ctrl:1', args: ['serve'] }] } } },
};
const live = (change: object, managers: object[] = []) => ({
  ...deployment,
  ...change,
  metadata: { ...deployment.metadata, managedFields: managers },
});
const kubectl = { manager: 'kubectl-edit', operation: 'Update', time: '2026-11-24T12:00:00Z' };
const container = (change: object) => ({
  spec: {
    ...deployment.spec,
    template: { spec: { containers: [{ name: 'sidecar' }, { name: 'ahlt', image: 'im-ctrl:1', args: ['serve'], ...change }] } },
  },
});

test.each([
  ['gone', undefined, 'Deployment ahlt-dev was deleted'],
  [
    'scaled',
    live({ spec: { ...deployment.spec, replicas: 5 } }, [kubectl]),
    'Deployment ahlt-dev: spec.replicas was 5 instead of 1 (kubectl-edit)',
  ],
  [
    'another image',
    live(container({ image: 'other:2' })),
    'Deployment ahlt-dev: spec.template.spec.containers[ahlt].image was other:2 instead of im-ctrl:1',
  ],
  [
    'a field less',
    live(container({ args: undefined })),
    'Deployment ahlt-dev: spec.template.spec.containers[ahlt].args[0] was missing instead of serve',
  ],
  ['taken over', live({}, [{ ...kubectl, manager: 'argocd' }]), 'Deployment ahlt-dev: fields were taken over or removed (argocd)'],
  [
    'only its status',
    live({ spec: { ...deployment.spec, replicas: 2 } }, [{ ...kubectl, subresource: 'scale' }, { manager: 'ahlt-operator' }]),
    'Deployment ahlt-dev: spec.replicas was 2 instead of 1',
  ],
])('%s', (_, object, words) => {
  expect(describeDrift(deployment, object, 'ahlt-operator')).toBe(words);
});

test('many differences are counted', () => {
  const desired = { ...deployment, spec: Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((key) => [key, 1])) };
  expect(describeDrift(desired, { ...desired, spec: {} }, 'ahlt-operator')).toBe(
    'Deployment ahlt-dev: spec.a was missing instead of 1, spec.b was missing instead of 1, spec.c was missing instead of 1 and 2 more',
  );
});
