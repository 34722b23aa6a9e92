import { expect, test } from 'vitest';
import { missingFeatures, planned } from './planned.ts';

test('without any of their pages all planned features are missing', () =>
  expect(missingFeatures(() => false)).toEqual(planned.map(({ label }) => label)));

test('a feature that has its page is no longer missing', () => {
  const missing = missingFeatures((address) => address === '/governance/map');
  expect(missing).not.toContain('Governance map');
  expect(missing).toHaveLength(planned.length - 1);
});

test('nothing is shown when every feature exists', () =>
  expect(missingFeatures(() => true)).toEqual([]));
