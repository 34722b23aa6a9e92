import type { Request } from 'express';
import { expect, test } from 'vitest';
import { cookieName, readCookie } from './cookies.ts';

const request = (cookie?: string): Request =>
  ({ headers: cookie === undefined ? {} : { cookie } }) as Request;

test.each([
  ['a=1; b=2', 'a', '1'],
  ['b=2;a=1', 'a', '1'],
  ['a=', 'a', ''],
  ['a=x=y', 'a', 'x=y'],
  ['aa=1', 'a', undefined],
  // Anyone who can set cookies for the whole domain can add a second one; which one is ours is
  // unknown.
  ['a=1; a=2', 'a', undefined],
  [undefined, 'a', undefined],
])('%s: %s', (cookie, name, expected) => expect(readCookie(request(cookie), name)).toBe(expected));

test('spec sign-in#cookies: environments on one host have cookies of their own', () => {
  expect([cookieName('dev', 'session', false), cookieName('prod', 'session', true)]).toEqual([
    'ahlt-dev-session',
    '__Host-ahlt-prod-session',
  ]);
});
