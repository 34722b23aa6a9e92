import { expect, test } from 'vitest';
import type { FieldSet } from '../clients/kubernetes-types.ts';
import { isApplied } from './managed-fields.ts';

const leaf: FieldSet = {};
const owned: FieldSet = {
  'f:spec': {
    'f:replicas': leaf,
    'f:selector': leaf,
    'f:template': {
      'f:containers': {
        'k:{"name":"web"}': {
          '.': leaf,
          'f:name': leaf,
          'f:image': leaf,
          'f:args': leaf,
          'f:ports': {
            'k:{"containerPort":8080,"protocol":"TCP"}': { '.': leaf, 'f:containerPort': leaf },
          },
        },
      },
    },
  },
  'f:metadata': { 'f:labels': { 'f:app': leaf }, 'f:finalizers': { 'v:"x/y"': leaf } },
};

interface Parts {
  image?: string;
  args?: string[];
  replicas?: number;
  labels?: Record<string, string>;
  ports?: object[];
  more?: object;
  finalizers?: string[];
}

const wish = ({
  image = 'web:1',
  args = ['serve'],
  replicas = 2,
  labels = { app: 'web' },
  ports,
  more,
  finalizers,
}: Parts = {}) => ({
  metadata: { labels, finalizers: finalizers ?? ['x/y'] },
  spec: {
    replicas,
    selector: { app: 'web' },
    template: {
      containers: [
        { name: 'web', image, args, ports: ports ?? [{ containerPort: 8080 }], ...more },
      ],
    },
  },
});

/** As the server shows it: defaults added, and another manager's sidecar and label. */
const live = (parts: Parts = {}) => {
  const { metadata, spec } = wish(parts);
  const [web] = spec.template.containers;
  return {
    metadata: { ...metadata, labels: { ...metadata.labels, team: 'x' } },
    spec: {
      ...spec,
      strategy: 'RollingUpdate',
      template: {
        containers: [
          { name: 'sidecar', image: 's:1' },
          {
            imagePullPolicy: 'Always',
            ...web,
            ports: parts.ports ?? [{ containerPort: 8080, protocol: 'TCP' }],
          },
        ],
      },
    },
  };
};

test.each([
  ['nothing changed, defaults and others’ fields aside', wish(), live(), true],
  ['another value is wished', wish({ image: 'web:2' }), live(), false],
  ['another client changed a value', wish(), live({ image: 'web:9' }), false],
  [
    'another client changed a number to its text',
    wish(),
    live({ replicas: '2' as unknown as number }),
    false,
  ],
  ['a whole list differs', wish({ args: ['serve', '-v'] }), live(), false],
  [
    'a whole list is in another order',
    wish({ args: ['a', 'b'] }),
    live({ args: ['b', 'a'] }),
    false,
  ],
  ['a new field is wished', wish({ more: { tty: true } }), live(), false],
  [
    'a field of another manager is wished with the same value',
    wish({ labels: { app: 'web', team: 'x' } }),
    live(),
    false,
  ],
  ['a field is no longer wished', wish({ labels: {} }), live(), false],
  ['an item is no longer wished', wish({ ports: [] }), live(), false],
  ['another item is wished', wish({ ports: [{ containerPort: 9090 }] }), live(), false],
  [
    'one more item is wished',
    wish({ ports: [{ containerPort: 8080 }, { containerPort: 9090 }] }),
    live(),
    false,
  ],
  ['another client removed an item', wish(), live({ ports: [] }), false],
  ['a member of a set is no longer wished', wish({ finalizers: [] }), live(), false],
  ['another client removed a member of a set', wish(), live({ finalizers: [] }), false],
  ['undefined and null are no wish', wish({ more: { tty: undefined, stdin: null } }), live(), true],
])('%s', (_, desired, found, same) => {
  expect(isApplied(desired, found, owned)).toBe(same);
});

test('a desired field taken over by another client is applied again, even with its old value', () => {
  const { 'f:metadata': metadata = {}, ...rest } = owned;
  const { 'f:labels': _, ...lost } = metadata;
  expect(isApplied(wish(), live(), { ...rest, 'f:metadata': lost })).toBe(false);
});
