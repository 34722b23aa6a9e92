import { describe, expect, test } from 'vitest';
import { type BulkResult, bulkMessage, listAddress, mayDoToOwn, userNameProblem } from './rules.ts';
import { texts } from './texts.ts';

describe('spec permissions#own-account: actions that users may not do to themselves', () => {
  test.each(['delete', 'deactivate', 'reset'] as const)('%s', (action) => {
    expect(mayDoToOwn(action, { id: '1' }, '1')).toBe(texts.ownAccount[action]);
    expect(mayDoToOwn(action, { id: '1' }, '2')).toBe(true);
    expect(mayDoToOwn(action, { id: null }, '2')).toBe(true);
  });
});

describe('spec people#bulk-actions: messages of bulk actions', () => {
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
      'those that were so already',
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
    expect(bulkMessage(results, texts.bulk.deleted)).toEqual({ tone, text });
  });
});

describe('spec requests#redirects: where a form may lead back to', () => {
  test.each(['/users', '/users?q=a%20b&page=2', '/users/12/edit'])('%s', (address) =>
    expect(listAddress(address)).toBe(address),
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
  ])('%s leads to the list', (address) => expect(listAddress(address)).toBe('/users'));
});

test('a user name is valid, or a message explains why not', () => {
  expect(userNameProblem('anna')).toBeUndefined();
  expect(userNameProblem('')).toBe(texts.form.problem.username.missing);
});
