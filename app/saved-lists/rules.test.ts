import { describe, expect, test } from 'vitest';
import { counted } from '../ui/words.ts';
import { type BulkResult, bulkMessage } from './rules.ts';
import { listAddress } from './saved-list.ts';

const noun = { one: 'user', many: 'users' };
const table = { path: '/users', columns: [], sort: { key: 'name', direction: 'asc' } } as const;
const list = { table };

describe('spec lists#selection: messages of bulk actions', () => {
  const ok: BulkResult = { label: 'Ann' };
  const no = (label: string): BulkResult => ({ label, reason: 'They are needed.' });
  test.each<[string, BulkResult[], string, string]>([
    ['all of them', [ok, ok], 'success', 'Deleted 2 users.'],
    ['one of them', [ok], 'success', 'Deleted 1 user.'],
    [
      'some of them',
      [ok, no('Bob')],
      'warning',
      'Deleted 1 user. 1 user was not changed: Bob – They are needed.',
    ],
    [
      'none of them',
      [no('Bob'), no('Cy')],
      'error',
      '2 users were not changed: Bob – They are needed. Cy – They are needed.',
    ],
    ['nobody', [], 'info', 'Deleted 0 users.'],
    [
      'those that need no change',
      [{ label: 'Ann', unchanged: true }],
      'info',
      '1 user: no change needed.',
    ],
    [
      'more failures than fit',
      ['A', 'B', 'C', 'D', 'E', 'F'].map(no),
      'error',
      '6 users were not changed: A – They are needed. B – They are needed. C – They are needed. D – They are needed. and 2 more.',
    ],
  ])('%s', (_, results, tone, text) => {
    expect(bulkMessage(results, (count) => `Deleted ${counted(count, 'user')}.`, noun)).toEqual({
      tone,
      text,
    });
  });
});

describe('spec requests#redirects: where a form may lead back to', () => {
  test.each(['/users', '/users?q=a%20b&page=2', '/users/12/edit'])('%s', (address) =>
    expect(listAddress(list, address)).toBe(address),
  );
  test.each([
    ...[
      undefined,
      '',
      'users',
      '//users',
      '/usersx',
      '/roles',
      'https://example.com/users',
      '/\\users',
      'javascript:1',
    ],
    ...['/users/..//example.com', '/users/../..//example.com', '/users/../roles'],
    ...['/roles/users', '/users.json'],
    ...['/users?\nx', '/users\\..', `/users?${'x'.repeat(2000)}`],
  ])('%s leads to the list', (address) => expect(listAddress(list, address)).toBe('/users'));
});
