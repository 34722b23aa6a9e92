import { expect, test } from 'vitest';
import type { FieldSet } from '../clients/kubernetes-types.ts';
import { additionsTo } from '../runtime/foreign-fields.ts';
import { describeDrift, owns } from './drift.ts';

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'ahlt-dev', labels: { app: 'ahlt-dev' } },
  spec: {
    replicas: 1,
    template: { spec: { containers: [{ name: 'ahlt', image: 'im-ctrl:1', args: ['serve'] }] } },
  },
};
const live = (change: object, managers: object[] = []) => ({
  ...deployment,
  ...change,
  metadata: { ...deployment.metadata, annotations: { a: '1' }, managedFields: managers },
});
const manager = 'ahlt-operator';
const setBy = (who: string, fieldsV1: FieldSet, more: object = {}) => ({
  manager: who,
  operation: 'Update',
  fieldsV1,
  ...more,
});
const replicas = { 'f:spec': { 'f:replicas': {} } };
const containers = (...items: object[]) => ({
  spec: { ...deployment.spec, template: { spec: { containers: items } } },
});
const web = { name: 'ahlt', image: 'im-ctrl:1', args: ['serve'] };
const inContainer = (below: FieldSet) => ({
  'f:spec': { 'f:template': { 'f:spec': { 'f:containers': { 'k:{"name":"ahlt"}': below } } } },
});
const described = (
  live: Parameters<typeof describeDrift>[1],
  { news = false, desired = deployment } = {},
) => {
  const isOurs = (path: readonly (string | number)[]) => owns('Deployment', path);
  return describeDrift(desired, live, {
    manager,
    news,
    additions: live ? additionsTo(desired, live, { manager, isOurs }) : [],
  });
};

test.each([
  ['gone', undefined, 'Deployment ahlt-dev was deleted'],
  [
    'changed by kubectl edit',
    live({ spec: { ...deployment.spec, replicas: 5 } }, [setBy('kubectl-edit', replicas)]),
    'Deployment ahlt-dev: spec.replicas was 5 instead of 1 (kubectl-edit)',
  ],
  [
    'scaled',
    live({ spec: { ...deployment.spec, replicas: 2 } }, [
      setBy('kubectl', replicas, { subresource: 'scale' }),
      setBy(manager, {}),
    ]),
    'Deployment ahlt-dev: spec.replicas was 2 instead of 1 (kubectl scale)',
  ],
  [
    'another image, and nobody is known',
    live(containers({ name: 'sidecar' }, { ...web, image: 'other:2' })),
    'Deployment ahlt-dev: spec.template.spec.containers[ahlt].image was other:2 instead of im-ctrl:1',
  ],
  [
    'a field less: nobody is named who only wrote something else',
    live(containers({ ...web, args: undefined }), [
      setBy('kubectl-annotate', { 'f:metadata': { 'f:annotations': { 'f:a': {} } } }),
    ]),
    'Deployment ahlt-dev: spec.template.spec.containers[ahlt].args[0] was missing instead of serve',
  ],
  [
    'a label less',
    { ...deployment, metadata: { name: 'ahlt-dev', labels: {} } },
    'Deployment ahlt-dev: metadata.labels.app was missing instead of ahlt-dev',
  ],
  [
    'a sidecar more',
    live(containers(web, { name: 'sidecar', image: 'x:1' }), [
      setBy('kubectl-patch', {
        'f:spec': {
          'f:template': {
            'f:spec': { 'f:containers': { 'k:{"name":"sidecar"}': { '.': {}, 'f:image': {} } } },
          },
        },
      }),
    ]),
    'Deployment ahlt-dev: spec.template.spec.containers[sidecar] was added (kubectl-patch)',
  ],
  [
    'a variable more',
    live(containers({ ...web, env: [{ name: 'EXTRA', value: '1' }] }), [
      setBy(
        'kubectl-set',
        inContainer({ 'f:env': { '.': {}, 'k:{"name":"EXTRA"}': { '.': {}, 'f:value': {} } } }),
      ),
    ]),
    'Deployment ahlt-dev: spec.template.spec.containers[ahlt].env was added (kubectl-set)',
  ],
  [
    'taken over',
    live({}, [setBy('argocd', replicas)]),
    'Deployment ahlt-dev: fields were taken over or removed (argocd)',
  ],
])('%s', (_, object, words) => {
  expect(described(object)).toBe(words);
});

test.each([
  ['annotated', { 'f:metadata': { 'f:annotations': { 'f:a': {} } } }, {}],
  [
    'restarted',
    {
      'f:spec': {
        'f:template': {
          'f:metadata': { 'f:annotations': { 'f:kubectl.kubernetes.io/restartedAt': {} } },
        },
      },
    },
    {
      spec: {
        ...deployment.spec,
        template: {
          ...deployment.spec.template,
          metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': 'now' } },
        },
      },
    },
  ],
])('what others may add is none: %s', (_, fields, change) => {
  expect(described(live(change, [setBy('kubectl', fields)]), { news: true })).toBeUndefined();
});

test('a change of the spec is no drift, but what others did before it is', () => {
  const desired = {
    ...deployment,
    spec: {
      ...deployment.spec,
      template: { spec: { containers: [{ ...web, image: 'im-ctrl:2' }] } },
    },
  };
  expect(described(live({}), { news: true, desired })).toBeUndefined();
  expect(
    described(
      live({ spec: { ...deployment.spec, replicas: 5 } }, [
        setBy('kubectl', replicas, { subresource: 'scale' }),
      ]),
      {
        news: true,
        desired,
      },
    ),
  ).toBe('Deployment ahlt-dev: spec.replicas was 5 instead of 1 (kubectl scale)');
});

test('a label more in a selector that another client took over', () => {
  const policy = {
    apiVersion: 'v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'web' },
    spec: { podSelector: { matchLabels: { app: 'web' } } },
  };
  const blind = {
    ...policy,
    metadata: {
      name: 'web',
      managedFields: [setBy('kubectl-patch', { 'f:spec': { 'f:podSelector': {} } })],
    },
    spec: { podSelector: { matchLabels: { app: 'web', none: 'such' } } },
  };
  const words = 'NetworkPolicy web: spec.podSelector.matchLabels.none was added (kubectl-patch)';
  expect(describeDrift(policy, blind, { manager, news: false, additions: [] })).toBe(words);
});

test('a rule more in a list that is ours as a whole', () => {
  const policy = {
    apiVersion: 'v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'web' },
    spec: { egress: [{ ports: [443] }] },
  };
  const opened = { ...policy, spec: { egress: [{ ports: [443] }, {}] } };
  expect(describeDrift(policy, opened, { manager, news: false, additions: [] })).toBe(
    'NetworkPolicy web: spec.egress[1] was added',
  );
});

test('records that the operator moves on itself are none', () => {
  const desired = {
    ...deployment,
    metadata: { ...deployment.metadata, annotations: { record: '2' } },
  };
  const before = live({}) as typeof deployment;
  expect(
    describeDrift(desired, before, { manager, news: false, additions: [], records: ['record'] }),
  ).toBeUndefined();
});

test('many differences are counted', () => {
  const desired = {
    ...deployment,
    spec: Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((key) => [key, 1])),
  };
  expect(
    describeDrift(desired, { ...desired, spec: {} }, { manager, news: false, additions: [] }),
  ).toBe(
    'Deployment ahlt-dev: spec.a was missing instead of 1, spec.b was missing instead of 1, spec.c was missing instead of 1 and 2 more',
  );
});
