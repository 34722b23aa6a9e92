import { describe, expect, test } from 'vitest';
import { type Filter, type FilterField, filterChips, parseFilter } from './filter.ts';

const fields: readonly FilterField[] = [
  { key: 'username', label: 'User name', type: 'text' },
  { key: 'email', label: 'Email', type: 'text', operators: ['contains', 'equals'] },
  { key: 'role', label: 'Role', type: 'choice', options: [{ value: 'member', label: 'Member' }] },
  { key: 'created_at', label: 'Created', type: 'date' },
  { key: 'logins', label: 'Sign-ins', type: 'number' },
];

const condition = (field: string, op: string, value: string) =>
  JSON.stringify({ conditions: [{ field, op, value }] });
const problemOf = (json: string): string | undefined => {
  const parsed = parseFilter(json, fields);
  return parsed.ok ? undefined : parsed.problem;
};

describe('spec lists#filters: operators and values are checked per field, and a filter with a mistake is never "everything"', () => {
  test.each([
    [condition('username', 'starts_with', 'a'), undefined],
    [condition('email', 'starts_with', 'a'), 'Email cannot be compared with “starts_with”.'],
    [condition('role', 'is_not', 'member'), undefined],
    [condition('role', 'contains', 'm'), 'Role cannot be compared with “contains”.'],
    [condition('created_at', 'before', '2026-02-28'), undefined],
    [
      condition('created_at', 'before', '2026-02-30'),
      'Created: “2026-02-30” is not a date such as 2026-11-24.',
    ],
    [
      condition('created_at', 'after', "'; drop table users"),
      `Created: “'; drop table users” is not a date such as 2026-11-24.`,
    ],
    [condition('logins', 'more', '12'), undefined],
    [condition('logins', 'more', '1e9'), 'Sign-ins: “1e9” is not a number.'],
    [condition('password', 'equals', 'x'), 'Unknown filter field “password”.'],
    [condition('username', 'constructor', 'x'), 'User name cannot be compared with “constructor”.'],
    [
      condition('username', 'equals', 'x'.repeat(201)),
      'User name: a value must be at most 200 characters.',
    ],
    ['{', 'The filter in the address is invalid.'],
    [condition('username', 'contains', 'a\0b'), 'The filter in the address is invalid.'],
    ['null', 'The filter in the address is invalid.'],
    ['[]', 'The filter in the address is invalid.'],
    ['{"logic":"xor"}', 'The filter in the address is invalid.'],
    ['{"conditions":{"length":1}}', 'The filter in the address is invalid.'],
    [
      '{"conditions":[{"field":"username","op":"equals","value":1}]}',
      'The filter in the address is invalid.',
    ],
    ['{"groups":[{"groups":[]}]}', undefined],
  ])('%s', (json, problem) => expect(problemOf(json)).toBe(problem));

  test('too many conditions are refused', () => {
    const many = {
      conditions: Array.from({ length: 21 }, () => ({
        field: 'username',
        op: 'equals',
        value: 'x',
      })),
    };
    expect(problemOf(JSON.stringify(many))).toBe(
      'A filter can have at most 20 conditions; this one has 21.',
    );
  });
});

test('a filter in words: each condition and each group can be taken away', () => {
  const filter: Filter = {
    logic: 'and',
    conditions: [
      { field: 'role', op: 'is', value: 'member' },
      { field: 'created_at', op: 'before', value: '2026-11-24' },
    ],
    groups: [
      {
        logic: 'or',
        conditions: [
          { field: 'email', op: 'contains', value: 'norrvik' },
          { field: 'username', op: 'not_equals', value: 'x' },
        ],
      },
    ],
  };
  const chips = filterChips(filter, fields, (day) => `day ${day}`);
  expect(
    chips.map(({ parts }) =>
      parts.map(({ field, operator, value }) => `${field} ${operator} ${value}`).join(' or '),
    ),
  ).toEqual([
    'Role is Member',
    'Created before day 2026-11-24',
    'Email contains norrvik or User name is not x',
  ]);
  expect(chips[0]?.without.conditions).toEqual([filter.conditions[1]]);
  expect(chips[2]?.without.groups).toEqual([]);
});
