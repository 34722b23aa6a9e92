import { expect, test } from 'vitest';
import { canonicalMemory, mebibytes, nodeOptions, quotaFor } from './quantity.ts';

test.each([
  ['512Ki', 0.5],
  ['256Mi', 256],
  ['1Gi', 1024],
  ['2Ti', 2 * 1024 * 1024],
])('%s is %d MiB', (quantity, expected) => expect(mebibytes(quantity)).toBe(expected));

test('an amount in other units is refused', () =>
  expect(() => mebibytes('512M')).toThrow('"512M"'));

test.each([
  ['1024Mi', '1Gi'],
  ['2560Mi', '2560Mi'],
  ['0.5Mi', '512Ki'],
  ['1048576Mi', '1Ti'],
])('the API server gives %s back as %s', (written, stored) =>
  expect(canonicalMemory(written)).toBe(stored),
);

test('the heap takes three quarters of the limit', () =>
  expect(nodeOptions('256Mi')).toBe('--max-old-space-size=192 --max-semi-space-size=4'));

test('a quota is the sum of its pods', () => {
  const resources = {
    requests: { cpu: '250m', memory: '256Mi' },
    limits: { cpu: '1', memory: '512Mi' },
  };
  expect(quotaFor([{ resources, count: 4 }], { claims: 1 })).toEqual({
    'requests.cpu': '1',
    'requests.memory': '1Gi',
    'limits.cpu': '4',
    'limits.memory': '2Gi',
    pods: '4',
    persistentvolumeclaims: '1',
    'services.loadbalancers': '0',
    'services.nodeports': '0',
  });
});
