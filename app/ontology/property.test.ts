import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  choice,
  date,
  flag,
  format,
  integer,
  integerOr,
  isDay,
  isId,
  json,
  moment,
  type Property,
  reference,
  text,
  texts,
  time,
} from './property.ts';

type Row = readonly [raw: string, value: unknown];
const reads = (name: string, property: Property<never>, rows: readonly Row[]) =>
  test.each(rows)(`${name} reads "%s" as %j`, (raw, value) =>
    expect(property.parse(raw)).toEqual(value),
  );
const writes = (name: string, rows: readonly (readonly [unknown, string | undefined])[]) =>
  test.each(rows)(`${name} writes %j as %s`, (value, raw) => expect(format(value)).toBe(raw));
const no = undefined;

describe('spec ontology#types: kinds of properties', () => {
  test.each<[string, Property<never>, object]>([
    [
      'a text',
      text() as never,
      { kind: 'text', standard: '', expected: 'text of at most 10,000 characters' },
    ],
    [
      'a short text',
      text({ standard: 'x', max: 3 }) as never,
      { standard: 'x', expected: 'text of at most 3 characters' },
    ],
    ['a number', integer() as never, { kind: 'integer', standard: null }],
    [
      'a number in a range',
      integer({ min: 1, max: 5 }) as never,
      { expected: 'a whole number from 1 to 5' },
    ],
    [
      'a number that is always there',
      integerOr(60, { min: 1, max: 90 }) as never,
      { kind: 'integer', standard: 60 },
    ],
    ['yes or no', flag() as never, { kind: 'flag', standard: false, expected: 'true or false' }],
    ['yes, or no', flag(true) as never, { standard: true }],
    [
      'a choice',
      choice(['a', 'b']) as never,
      { kind: 'choice', standard: 'a', expected: 'a, b', choices: ['a', 'b'] },
    ],
    ['a choice with a standard', choice(['a', 'b'], 'b') as never, { standard: 'b' }],
    [
      'a reference',
      reference('tor_function') as never,
      {
        kind: 'reference',
        standard: null,
        expected: 'the id of a tor function',
        refersTo: 'tor_function',
      },
    ],
    [
      'a day',
      date() as never,
      { kind: 'date', standard: null, expected: 'a date such as 2026-03-18' },
    ],
    ['a time', time() as never, { kind: 'time', standard: null, expected: 'a time such as 14:30' }],
    [
      'a moment',
      moment() as never,
      { kind: 'moment', standard: null, expected: 'a date and time such as 2026-03-18T14:30:00' },
    ],
    [
      'a document',
      json(z.number(), 7) as never,
      { kind: 'json', standard: 7, expected: 'a valid JSON document' },
    ],
    ['a list of texts', texts() as never, { kind: 'json', standard: [] }],
  ])('%s', (_, property, facts) => expect(property).toMatchObject(facts));
});

describe('texts', () => {
  reads('a text', text({ max: 3 }) as never, [
    ['', ''],
    ['abc', 'abc'],
    ['abcd', no],
    ['😀😀😀', '😀😀😀'],
  ]);
  writes('a text', [
    ['a', 'a'],
    ['', no],
  ]);
});

describe('numbers', () => {
  const [least, most] = ['-2147483648', '2147483647'];
  reads('a number', integer() as never, [
    ...(['0', '-7', '+7', ' 7 '] as const).map((raw) => [raw, Number(raw)] as const),
    ...[least, most].map((raw) => [raw, Number(raw)] as const),
    ...['-2147483649', '2147483648', '', 'x', '7x', 'x7', '1.5', '1e3', '0x10', '1 2'].map(
      (raw) => [raw, no] as const,
    ),
  ]);
  reads('a number in a range', integer({ min: 1, max: 5 }) as never, [
    ['1', 1],
    ['5', 5],
    ['0', no],
    ['6', no],
  ]);
  reads('a number as wide as numbers are', integer({ max: 1e20 }) as never, [
    ['999999999999999', 999_999_999_999_999],
    ['1000000000000000', no],
  ]);
  writes('a number', [
    [7, '7'],
    [0, '0'],
    [null, no],
  ]);
  reads('a number that is always there', integerOr(60, { min: 1 }) as never, [
    ['5', 5],
    ['0', no],
    ['', no],
  ]);
  writes('a number that is always there', [[5, '5']]);
});

describe('yes or no, and choices', () => {
  reads('a flag', flag() as never, [
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
    ['', no],
    ['yes', no],
  ]);
  writes('a flag', [
    [true, 'true'],
    [false, 'false'],
  ]);
  reads('a choice', choice(['a', 'b']) as never, [
    ['b', 'b'],
    ['A', no],
    ['', no],
  ]);
  writes('a choice', [['b', 'b']]);
});

describe('references', () => {
  test.each([
    ['1', true],
    ['9223372036854775807', true],
    ['9223372036854775808', false],
    ['99999999999999999999', false],
    ['0', false],
    ['01', false],
    ['-1', false],
    ['1a', false],
    ['a1', false],
    ['', false],
  ])('"%s" is an id: %s', (raw, is) => {
    expect(isId(raw)).toBe(is);
    expect(reference('user').parse(raw)).toBe(is ? raw : undefined);
  });
  writes('a reference', [
    ['7', '7'],
    [null, no],
  ]);
});

describe('days and times', () => {
  test.each([
    ['2026-02-28', true],
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['12026-01-01', false],
    ['2026-01-011', false],
    ['x', false],
  ])('"%s" is a day: %s', (raw, is) => {
    expect(isDay(raw)).toBe(is);
    expect(date().parse(raw)).toBe(is ? raw : undefined);
  });
  writes('a day', [
    ['2026-02-28', '2026-02-28'],
    [null, no],
  ]);
  reads('a time', time() as never, [
    ...['00:00', '09:59', '19:30', '23:59'].map((raw) => [raw, raw] as const),
    ...['24:00', '9:30', '12:60', '112:30', '12:300', '12-30', ''].map((raw) => [raw, no] as const),
  ]);
  writes('a time', [
    ['09:59', '09:59'],
    [null, no],
  ]);

  const at = (iso: string) => new Date(iso);
  reads('a moment', moment() as never, [
    ['2026-03-18', at('2026-03-18T00:00:00Z')],
    ['2026-03-18T14:30', at('2026-03-18T14:30:00Z')],
    ['2026-03-18T14:30:05', at('2026-03-18T14:30:05Z')],
    ['2026-03-18T14:30:05Z', at('2026-03-18T14:30:05Z')],
    ['2026-03-18T14:30:05.123', at('2026-03-18T14:30:05.123Z')],
    ['2026-03-18T14:30:05.123456', at('2026-03-18T14:30:05.123Z')],
    ...[
      ...[
        '2026-02-30T14:30',
        '2026-03-18T25:00',
        '2026-03-18T14',
        '2026-03-18 14:30',
        '2026-03-18T14:30:05.1234567',
      ],
      ...[
        '2026-03-18T14:30:05.',
        '2026-03-18T14:30+01:00',
        '2026-03-18T14:30ZZ',
        '',
        'x',
        '2026-03-18Z',
      ],
    ].map((raw) => [raw, no] as const),
  ]);
  writes('a moment', [
    [at('2026-03-18T14:30:05.999Z'), '2026-03-18T14:30:05'],
    [null, no],
  ]);
});

describe('documents', () => {
  reads('a document', json(z.object({ a: z.number() }), { a: 0 }) as never, [
    ['{"a":1}', { a: 1 }],
    ['{"a":"1"}', no],
    ['{broken', no],
  ]);
  writes('a document', [[{ a: [1] }, '{"a":[1]}']]);
  reads('a list of texts', texts() as never, [
    ['["a","b"]', ['a', 'b']],
    ['[1]', no],
    ['"a"', no],
  ]);
});
