import { expect, test } from 'vitest';
import { type LeftItem, leftAfter } from './left.ts';

const item = (id: number, kind: LeftItem['kind'] = 'entity'): LeftItem => ({
  id,
  kind,
  index: 40 + id,
  item: { id },
  reason: 'old',
  file: 'a',
});
const error = (kind: LeftItem['kind'], index: number) => ({ kind, index, item: {}, reason: 'new' });
const left = [item(0), item(1, 'relation'), item(2), item(3, 'relation')];
const listed = (items: readonly LeftItem[]) => items.map(({ id, reason }) => `${id} ${reason}`);

test.each([
  ['all went well', left, { committed: true, dry_run: false, errors: [] }, []],
  [
    'places count each kind by itself',
    left,
    { committed: true, dry_run: false, errors: [error('entity', 1), error('relation', 0)] },
    ['1 new', '2 new'],
  ],
  [
    'others stay as they are',
    [item(2)],
    { committed: true, dry_run: false, errors: [] },
    ['0 old', '1 old', '3 old'],
  ],
  [
    'one that kept nothing leaves all',
    left.slice(0, 3),
    { committed: false, dry_run: false, errors: [error('entity', 0)] },
    ['0 new', '1 old', '2 old', '3 old'],
  ],
  [
    'a dry run that found no fault leaves none',
    left,
    { committed: false, dry_run: true, errors: [] },
    [],
  ],
])('%s', (_, tried, result, expected) =>
  expect(listed(leftAfter(left, tried, result))).toEqual(expected),
);
