import { expect, test } from 'vitest';
import { countVerdicts, type Declared, decide, type Remembered } from './items.ts';

const declared = (overrides: Partial<Declared> = {}): Declared => ({
  item: 'setting:app.name value',
  offered: 'A',
  value: 'a',
  ...overrides,
});
const remembered = (overrides: Partial<Remembered> = {}): Remembered => ({
  subjectId: '7',
  offered: 'A',
  written: 'a',
  ...overrides,
});
const ours = true;
const theirs = false;

test.each([
  ['a new item is created', declared(), undefined, undefined, ours, 'create'],
  [
    'a new item of something that an administrator made is not',
    declared(),
    undefined,
    undefined,
    theirs,
    'yield',
  ],
  ['an item that was there before is adopted', declared(), undefined, 'a', ours, 'adopt'],
  ['an untouched item is kept', declared(), remembered(), 'a', ours, 'keep'],
  ['a changed item is left as it is', declared(), remembered(), 'b', ours, 'yield'],
  ['a removed item does not come back', declared(), remembered(), undefined, ours, 'yield'],
  [
    'an untouched item follows a new declaration',
    declared({ offered: 'B', value: 'b' }),
    remembered(),
    'a',
    ours,
    'update',
  ],
  [
    'a changed item does not',
    declared({ offered: 'B', value: 'b' }),
    remembered(),
    'c',
    ours,
    'yield',
  ],
  [
    'a removed item does not either',
    declared({ offered: 'B', value: 'b' }),
    remembered(),
    undefined,
    ours,
    'yield',
  ],
  [
    'an adopted item never changes',
    declared({ offered: 'B', value: 'b' }),
    remembered({ written: null }),
    'a',
    ours,
    'yield',
  ],
  [
    'a day that has moved on is no new declaration',
    declared({ value: 'later' }),
    remembered(),
    'a',
    ours,
    'keep',
  ],
] as const)('%s', (_, want, known, present, owner, verdict) =>
  expect(decide(want, known, present, owner)).toBe(verdict),
);

test('counts distinguish written and unchanged items', () => {
  expect(countVerdicts(['create', 'create', 'update', 'keep', 'adopt', 'yield'])).toEqual({
    created: 2,
    updated: 1,
    kept: 1,
    yielded: 2,
  });
});
