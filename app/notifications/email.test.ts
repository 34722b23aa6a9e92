import { expect, test } from 'vitest';
import { emailOf } from './email.ts';
import type { StoredNotification } from './notification.ts';
import { readUnsubscribeToken, unsubscribeToken } from './unsubscribe.ts';

const frame = { app: 'Ahlt', origin: 'https://a.test', unsubscribe: 'https://a.test/u?token=x' };
const mention = (item: string): StoredNotification => ({
  ...{ id: '1', kind: 'mention', path: '/tor/1/proposals/2' },
  details: { what: 'mention', item, by: 'Ann', committee: 'Board' },
});

test('spec notifications#email: an email about one notification has its words as subject', () => {
  const { subject, text, html } = emailOf([mention('Budget')], frame);
  expect(subject).toBe('Ann mentioned you in a comment on “Budget”');
  for (const body of [text, html]) {
    expect(body).toContain('https://a.test/tor/1/proposals/2');
    expect(body).toContain('https://a.test/u?token=x');
    expect(body).toContain('Board');
  }
});

test('a daily email lists all, under their number', () => {
  const { subject, text } = emailOf([mention('One'), mention('Two')], frame);
  expect(subject).toBe('2 notifications from Ahlt');
  expect(text).toContain('“One”');
  expect(text).toContain('“Two”');
});

test('text of people becomes neither markup nor a header', () => {
  const { subject, html } = emailOf([mention('<b>x</b>\r\nBcc: all@a.test')], frame);
  expect(subject).not.toMatch(/[\r\n]/);
  expect(html).not.toContain('<b>');
});

const keys = ['a'.repeat(64), 'b'.repeat(64)] as const;
const asked = { user: '7', from: 'mention' };

test('spec notifications#unsubscribing: only a token made with one of the keys is read', () => {
  const [key, previous] = keys;
  const token = unsubscribeToken(asked, [key]);
  expect(readUnsubscribeToken(token, keys)).toEqual(asked);
  expect(readUnsubscribeToken(unsubscribeToken(asked, [previous]), keys)).toEqual(asked);
  for (const other of [
    unsubscribeToken(asked, ['c'.repeat(64)]),
    token.replace('7.', '8.'),
    token.slice(0, -1),
    '',
    '7.mention',
  ])
    expect(readUnsubscribeToken(other, keys)).toBeUndefined();
});
