import { expect, test } from 'vitest';
import { moved, placesOf } from './order.ts';

test.each([
  ['up', 'b', 'up', ['b', 'a', 'c']],
  ['down', 'b', 'down', ['a', 'c', 'b']],
  ['up from the top', 'a', 'up', undefined],
  ['down from the bottom', 'c', 'down', undefined],
  ['an item of another list', 'x', 'down', undefined],
] as const)('an item moves %s', (_, id, direction, after) =>
  expect(moved(['a', 'b', 'c'], id, direction)).toEqual(after),
);

test('places have no gaps', () =>
  expect([...placesOf(['b', 'a'])]).toEqual([
    ['b', '1'],
    ['a', '2'],
  ]));
