import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffDelay } from './backoff.ts';

const policy = { baseMs: 100, capMs: 1000 };
const most = () => 1 - Number.EPSILON;
const least = () => 0;

test.each([
  ['the first failure', 1, 50, 100],
  ['the second', 2, 100, 200],
  ['the fourth', 4, 400, 800],
  ['the fifth, capped', 5, 500, 1000],
  ['the thousandth', 1000, 500, 1000],
  ['none yet', 0, 50, 100],
])('after %s the delay lies between half and all of its step', (_, failures, from, to) => {
  expect(backoffDelay(policy, failures, least)).toBe(from);
  expect(backoffDelay(policy, failures, most)).toBeCloseTo(to);
});

test('no delay is negative, beyond the cap or not a number', () =>
  fc.assert(
    fc.property(
      fc.nat(5000),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (failures, drawn) => {
        const delay = backoffDelay({ baseMs: 200, capMs: 60_000 }, failures, () => drawn);
        expect(delay).toBeGreaterThanOrEqual(100);
        expect(delay).toBeLessThanOrEqual(60_000);
      },
    ),
  ));
