import { expect, test } from 'vitest';
import { matches, titleOf } from './check.ts';
import { object } from './check-table.fixture.ts';
import { findings } from './index.ts';

test('an object is named by kind, namespace and name', () => {
  expect(titleOf(object('Service', 's'))).toBe('Service ahlt-dev/s');
  expect(titleOf(object('Namespace', 'n', {}, { namespace: undefined }))).toBe('Namespace n');
});

test.each([
  [{}, {}, true],
  [{ a: '1' }, { a: '1', b: '2' }, true],
  [{ a: '1', b: '2' }, { a: '1' }, false],
  [{ a: '1' }, { a: '2' }, false],
])('%j selects %j: %s', (selector, labels, selected) =>
  expect(matches(selector, labels)).toBe(selected),
);

test('a finding names its check and its object; an exception is about its own check and object alone', () => {
  const door = (name: string) =>
    object(
      'Service',
      name,
      { spec: { type: 'NodePort', selector: { app: 'x' } } },
      { namespace: 'ingress-nginx' },
    );
  const exposed = findings([door('nginx-ingress'), door('other')]).filter(
    ({ check }) => check === 'no-exposed-service',
  );
  expect(exposed).toEqual([
    {
      check: 'no-exposed-service',
      object: 'Service ingress-nginx/other',
      message: 'is of type NodePort',
    },
  ]);
  const empty = findings([door('nginx-ingress')]).filter(
    ({ check }) => check === 'service-with-pods',
  );
  expect(empty).toHaveLength(1);
});
