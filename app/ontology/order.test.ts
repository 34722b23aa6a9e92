import { expect, test } from 'vitest';
import { moved, placesOf } from './order.ts';

test.each([
  ['up', 'b', 'up', ['b', 'a', 'c']],
  ['down', 'b', 'down', ['a', 'c', 'b']],
  ['up from the top', 'a', 'up', undefined],
  ['down from the bottom', 'c', 'down', undefined],
  ['to a place above', 'c', 1, ['c', 'a', 'b']],
  ['to a place below', 'a', 3, ['b', 'c', 'a']],
  ['to its own place', 'b', 2, undefined],
  ['below the last place', 'b', 4, undefined],
  ['above the first place', 'b', 0, undefined],
  ['an item of another list', 'x', 'down', undefined],
] as const)('an item moves %s', (_, id, target, after) =>
  expect(moved(['a', 'b', 'c'], id, target)).toEqual(after),
);

test('places have no gaps', () =>
  expect([...placesOf(['b', 'a'])]).toEqual([
    ['b', '1'],
    ['a', '2'],
  ]));
