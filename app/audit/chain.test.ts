import { expect, test } from 'vitest';
import { faultsOf, faultsOfEnd, type Link, noDigest } from './chain.ts';

const digest = (sign: string) => sign.repeat(64);
const link = (more: Partial<Link> = {}): Link => ({
  seq: '8',
  at: new Date(0),
  previous: digest('a'),
  hash: digest('b'),
  computed: digest('b'),
  ...more,
});
const seven = { seq: '7', hash: digest('a') };

test.each([
  ['the next row', link(), []],
  [
    'an edited row',
    link({ computed: digest('c') }),
    ['Row 8 was changed: its content does not match its digest.'],
  ],
  [
    'a row that follows another',
    link({ previous: noDigest }),
    ["Row 8 doesn't follow row 7: its digest of that row differs."],
  ],
  ['a gap of one', link({ seq: '9' }), ['Before row 9 row 8 is missing.']],
  ['a gap of several', link({ seq: '12' }), ['Before row 12 rows 8 to 11 are missing.']],
])('%s', (_, next, messages) =>
  expect(faultsOf(seven, next).map(({ message }) => message)).toEqual(messages),
);

test.each([
  ['where it was written last', { seq: '7', hash: digest('a') }, undefined],
  [
    'before the last row',
    { seq: '9', hash: digest('c') },
    'The chain ends at row 7, but 9 rows were written: the last ones are missing.',
  ],
  [
    'with another digest',
    { seq: '7', hash: digest('c') },
    'The chain ends at row 7, but its digest differs from the last one written, at row 7.',
  ],
])('an end %s', (_, head, message) => {
  expect(faultsOfEnd(seven, { ...head, prunedSeq: '0', prunedHash: noDigest })[0]?.message).toBe(
    message,
  );
});
