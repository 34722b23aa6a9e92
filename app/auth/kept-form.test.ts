import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type KeptForm, openForm, ownerCookie, ownerOf, sealForm, tokenMark } from './kept-form.ts';
import type { SessionKeys } from './session-secret.ts';

const keys: SessionKeys = ['k'.repeat(64)];
const now = new Date('2026-03-18T10:00:00Z');
const form: KeptForm = {
  userId: '7',
  to: '/users/7',
  back: '/users/7/edit',
  fields: { label: 'Ann', ids: ['1', '2'] },
  at: now.getTime(),
};

test('a form is restored for its sender, also during key rotation', () => {
  const sealed = sealForm(form, keys);
  expect(openForm(sealed, '7', keys, now)).toEqual(form);
  expect(openForm(sealed, '7', ['f'.repeat(64), keys[0]], now)).toEqual(form);
});

test('it is not restored for another user, after an hour, or with another key', () => {
  const sealed = sealForm(form, keys);
  expect(sealed).not.toContain(Buffer.from('Ann').toString('base64url'));
  expect(openForm(sealed, '8', keys, now)).toBeUndefined();
  expect(openForm(sealed, '7', ['f'.repeat(64)], now)).toBeUndefined();
  expect(openForm(sealed, '7', keys, new Date(now.getTime() + 61 * 60_000))).toBeUndefined();
});

test('an invalid seal opens nothing', () =>
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String()), fc.nat(400), (text, place) => {
      expect(openForm(text, '7', keys, now)).toBeUndefined();
      const sealed = Buffer.from(sealForm(form, keys), 'base64url');
      const at = place % sealed.length;
      sealed[at] = (sealed[at] ?? 0) ^ 1;
      expect(openForm(sealed.toString('base64url'), '7', keys, now)).toBeUndefined();
    }),
    { numRuns: 60 },
  ));

test('a cookie says whose forms a browser has open, and only a signed one does', () => {
  const owner = { userId: '7', marks: [tokenMark('one'), tokenMark('two')] };
  const cookie = ownerCookie(owner, keys);
  expect(ownerOf(cookie, keys)).toEqual(owner);
  for (const forged of [
    undefined,
    '',
    cookie.replace(/^7/, '8'),
    cookie.slice(0, -1),
    `7.${tokenMark('x')}.`,
  ])
    expect(ownerOf(forged, keys)).toBeUndefined();
});
