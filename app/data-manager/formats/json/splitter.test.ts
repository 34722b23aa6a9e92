import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonSplitter } from './splitter.ts';

function split(document: Buffer, cuts: readonly number[]) {
  const splitter = new JsonSplitter(['entities', 'relations']);
  const places = [
    0,
    ...cuts.map((cut) => cut % (document.length + 1)).toSorted((a, b) => a - b),
    document.length,
  ];
  const parts = places
    .slice(1)
    .flatMap((end, place) => splitter.push(document.subarray(places[place], end)));
  splitter.end();
  return parts;
}

const anyFile = fc.record({
  conflict_mode: fc.constantFrom('skip', 'upsert'),
  entities: fc.array(fc.jsonValue(), { maxLength: 5 }),
  other: fc.jsonValue(),
  relations: fc.array(fc.jsonValue(), { maxLength: 3 }),
});

test('wherever a file is cut, its items are those that JSON.parse finds', () =>
  fc.assert(
    fc.property(
      anyFile,
      fc.array(fc.nat(), { maxLength: 6 }),
      fc.constantFrom('', ' ', '\n  '),
      (file, cuts, space) => {
        const document = Buffer.from(`${space}${JSON.stringify(file, null, space)}${space}`);
        const { conflict_mode, entities, other, relations } = JSON.parse(document.toString());
        const member = (key: string, value: unknown) => ({ key, index: undefined, value });
        const items = (key: string, values: readonly unknown[]) =>
          values.map((value, index) => ({ key, index, value }));
        expect(split(document, cuts)).toEqual([
          member('conflict_mode', conflict_mode),
          ...items('entities', entities),
          member('other', other),
          ...items('relations', relations),
        ]);
      },
    ),
  ));

test.each([
  ['{"entities":[1,]}', 15],
  ['{"entities":[1 2]}', 15],
  ['{"entities":[}', 13],
  ['{"a":tru}', 5],
  ['{"a" 1}', 5],
  ['{a:1}', 1],
  ['[1]', 0],
  ['{"a":1}}', 7],
  ['{"a":1', 6],
  ['', 0],
])('%s is refused at byte %i', (text, byte) => {
  expect(() => split(Buffer.from(text), [3])).toThrow(
    expect.objectContaining({
      code: 'import_malformed',
      details: expect.objectContaining({ byte }),
    }),
  );
});

test.each([
  ['{"entities":[\n  1,\n  {"ü": 1, oops}]}', 3, 12, 'Expected double-quoted property name'],
  ['{"entities":[1,\n 2 3]}', 2, 4, 'expected a comma'],
  ['{"entities":[1,\r\n\r\n', 3, 1, 'it ends before it is complete'],
  ['{"äöü" 1}', 1, 8, 'expected a colon'],
])(
  '%j is refused at line %i, column %i, and nothing else is said of the place',
  (text, line, column, reason) => {
    const document = Buffer.from(text);
    const byte =
      Buffer.byteLength(
        text
          .split('\n')
          .slice(0, line - 1)
          .map((each) => `${each}\n`)
          .join(''),
      ) + Buffer.byteLength((text.split('\n')[line - 1] ?? '').slice(0, column - 1));
    for (const cuts of [[], [3, 14, 17], Array.from({ length: document.length }, (_, n) => n)]) {
      expect(() => split(document, cuts)).toThrow(
        expect.objectContaining({ details: expect.objectContaining({ line, column, byte }) }),
      );
      expect(() => split(document, cuts)).toThrow(reason);
      expect(() => split(document, cuts)).not.toThrow(/position/);
    }
  },
);

test.each([
  ['little', Buffer.from('\ufeff{"entities":[]}', 'utf16le')],
  ['big', Buffer.from('\ufeff{"entities":[]}', 'utf16le').swap16()],
])('a file in UTF-16, %s end first, is reported as such', (_, document) => {
  expect(() => split(document, [])).toThrow('it is written in UTF-16: expected UTF-8');
});

test('a byte order mark is no part of the file', () => {
  expect(split(Buffer.from('\ufeff{"entities":[1]}'), [])).toEqual([
    { key: 'entities', index: 0, value: 1 },
  ]);
});
