import { expect, test } from 'vitest';
import { counted, either, fileSize, initials, listed, plural } from './words.ts';

test.each([
  ['Tomasz Wrona', 'TW'],
  ['Ingrid Marie Solheim', 'IS'],
  ['  yuki   tanabe ', 'YT'],
  ['Plato', 'PL'],
  ['Eva Lindqvist (on leave)', 'EL'],
  ['李 明', '李明'],
  ['🦊 Fox', '🦊F'],
  ['', '?'],
])('initials of "%s" are %s', (name, wanted) => expect(initials(name)).toBe(wanted));

test('counts carry their noun', () => {
  expect([
    counted(0, 'user'),
    counted(1, 'user'),
    counted(48_213, 'user'),
    counted(2, 'person', 'people'),
  ]).toEqual(['0 users', '1 user', '48,213 users', '2 people']);
});

test('a noun has a form for each count that the language distinguishes', () => {
  const forms = { one: 'committee', few: 'no English form', other: 'committees' };
  expect([0, 1, 1.5, 2, 5].map((count) => plural(count, forms))).toEqual([
    ...['committees', 'committee', 'committees', 'committees', 'committees'],
  ]);
});

test('lists read as sentences', () => {
  expect([listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c']), either(['a', 'b'])]).toEqual([
    'a',
    'a and b',
    'a, b and c',
    'a or b',
  ]);
});

test.each([
  [1, '1 byte'],
  [999, '999 bytes'],
  [1500, '1.5 KB'],
  [200_000, '200 KB'],
  [1_440_000, '1.4 MB'],
  [2_147_483_648, '2.1 GB'],
])('%d bytes are %s', (bytes, words) => expect(fileSize(bytes)).toBe(words));
