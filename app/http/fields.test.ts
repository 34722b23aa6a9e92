import { expect, test } from 'vitest';
import { flag, id, line, several, wayBack } from './fields.ts';

test.each([
  ['the page that a form came from', '/users?q=a', '', '/users?q=a'],
  ['a page of the feature', '/roles?tab=by-user', '/roles', '/roles?tab=by-user'],
  ['the feature itself', '/roles', '/roles', '/roles'],
  ['a page below', '/users/7/edit', '/users', '/users/7/edit'],
  ['a page of another feature', '/settings', '/roles', '/'],
  ['an address that only begins alike', '/rolesx', '/roles', '/'],
  ['another site', 'https://example.com/roles', '', '/'],
  ['another site, in disguise', '//example.com', '', '/'],
  ['nothing', undefined, '', '/'],
] as const)('a form leads back to %s', (_, from, below, to) =>
  expect(wayBack(from, '/', below)).toBe(to),
);

test('one value of a name is a list of one', () => {
  expect(several.parse('a')).toEqual(['a']);
  expect(several.parse(['a', 'b'])).toEqual(['a', 'b']);
});

test('a check box that is not sent means no', () => {
  expect([flag.parse('true'), flag.parse(undefined)]).toEqual([true, false]);
  expect(flag.safeParse('yes').success).toBe(false);
});

test('an id has one spelling', () => {
  expect([id.safeParse('7').success, id.safeParse('07').success]).toEqual([true, false]);
});

test.each([
  ['missing', undefined, 'Name is required.'],
  ['blank', '  ', 'Name is required.'],
  ['too long', 'abcd', 'Name must have at most 3 characters.'],
])('a text that is %s is refused by the label of its field', (_, text, message) =>
  expect(line('Name', { most: 3 }).safeParse(text).error?.issues[0]?.message).toBe(message),
);
