import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Box, placeWords, shortened, type Words } from './words.ts';

const coordinate = fc.integer({ min: -300, max: 300 });
const size = fc.integer({ min: 1, max: 80 });
const place = fc.record({ x: coordinate, y: coordinate });
const words: fc.Arbitrary<Words> = fc.record({
  width: size,
  height: size,
  places: fc.array(place, { maxLength: 5 }),
});
const box: fc.Arbitrary<Box> = fc.record({
  x: coordinate,
  y: coordinate,
  width: size,
  height: size,
});

const boxOf = ({ width, height }: Words, { x, y }: { x: number; y: number }): Box => ({
  x: x - width / 2,
  y: y - height / 2,
  width,
  height,
});
const areApart = (one: Box, other: Box): boolean =>
  one.x + one.width < other.x ||
  other.x + other.width < one.x ||
  one.y + one.height < other.y ||
  other.y + other.height < one.y;

test('no words touch others or an obstacle, wherever all of them want to stand', () => {
  fc.assert(
    fc.property(
      fc.array(words, { maxLength: 30 }),
      fc.array(box, { maxLength: 10 }),
      (wanted, obstacles) => {
        const placed = placeWords(wanted, obstacles).flatMap((at, n) =>
          at === undefined ? [] : [boxOf(wanted[n] as Words, at)],
        );
        const all = [...placed, ...obstacles];
        for (const [n, one] of placed.entries())
          for (const other of all.slice(n + 1)) expect(areApart(one, other)).toBe(true);
      },
    ),
  );
});

test('words stand at the first of their places that is free, and only words without one are left out', () => {
  const at = (...places: { x: number; y: number }[]): Words => ({ width: 20, height: 10, places });
  const [here, near, far] = [
    { x: 0, y: 0 },
    { x: 10, y: 2 },
    { x: 100, y: 0 },
  ];
  expect(placeWords([at(here), at(near, far), at(near)], [])).toEqual([here, far, undefined]);
});

test.each([
  ['Budget Committee', 'Budget Committee'],
  ['IT Governance Board — 2026-10-07', 'IT Governance…2026-10-07'],
])('%s is drawn as %s', (label, drawn) => expect(shortened(label)).toBe(drawn));
