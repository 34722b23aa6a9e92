import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applied, partsOf, withParts } from './rules.ts';

const base = 'Send release notes to staff on the day.\n\nAsk the board each week.';
const proposed =
  'Send release notes to station staff two days before.\n\nAsk the board each month.';
const none: ReadonlySet<number> = new Set();

test('spec amendments#parts: changes next to each other are one part', () => {
  expect(partsOf(base, proposed).map(({ removed, added }) => [removed, added])).toEqual([
    ['', 'station '],
    ['on the day', 'two days before'],
    ['week', 'month'],
  ]);
});

describe('spec amendments#conflicts: a part is applied to the text as it is now', () => {
  const parts = partsOf(base, proposed);
  test.each<[string, readonly number[], string, number, string | undefined]>([
    ['unchanged', [], base, 2, base.replace('week', 'month')],
    [
      'after another part',
      [0],
      base.replace('staff', 'station staff'),
      1,
      base.replace('staff', 'station staff').replace('on the day', 'two days before'),
    ],
    [
      'changed before it',
      [],
      `Please: ${base}`,
      1,
      `Please: ${base.replace('on the day', 'two days before')}`,
    ],
    [
      'changed after it',
      [],
      `${base} Thanks.`,
      0,
      `${base.replace('staff', 'station staff')} Thanks.`,
    ],
    ['changed where the part is', [], base.replace('on the day', 'at noon'), 1, undefined],
    ['its words are gone', [], 'Something else.', 2, undefined],
    ['accepted before', [2], base.replace('week', 'month'), 2, undefined],
    ['no such part', [], base, 9, undefined],
  ])('%s', (_, accepted, current, index, expected) => {
    expect(applied({ base, parts, accepted: new Set(accepted) }, index, current)).toBe(expected);
  });
});

const words = fc
  .array(fc.constantFrom('one', 'two', 'three', 'four', ' ', ' ', '\n', '.', 'é', '👩‍🚀'), {
    maxLength: 30,
  })
  .map((pieces) => pieces.join(''));

test('spec amendments#parts: all parts of an amendment make its text, in any order', () =>
  fc.assert(
    fc.property(words, words, fc.infiniteStream(fc.nat()), (before, after, numbers) => {
      const parts = partsOf(before, after);
      expect(withParts(before, parts, none)).toBe(before);
      const order = parts
        .map((_, index) => ({ index, place: numbers.next().value as number }))
        .toSorted((one, other) => one.place - other.place);
      const accepted = new Set<number>();
      let current = before;
      for (const { index } of order) {
        const next = applied({ base: before, parts, accepted }, index, current);
        expect(next).toBeDefined();
        current = next ?? '';
        accepted.add(index);
      }
      expect(current).toBe(after);
    }),
  ));

test('spec amendments#conflicts: what others changed stays', () =>
  fc.assert(
    fc.property(words, words, words, (before, after, current) => {
      const parts = partsOf(before, after);
      for (const index of parts.keys()) {
        const next = applied({ base: before, parts, accepted: none }, index, current);
        if (next === undefined) continue;
        const { removed = '', added = '' } = parts[index] ?? {};
        expect(next.length).toBe(current.length - removed.length + added.length);
      }
    }),
  ));
