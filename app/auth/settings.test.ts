import { expect, test } from 'vitest';
import { accessSettings } from './settings.ts';

test('without settings the standards count: 15 characters, in development 8 (V-222536)', () => {
  expect(accessSettings({}, 'prod')).toEqual({
    ...{ passwordLength: 15, passwordMaxAgeDays: 60, passwordMinAgeHours: 24, passwordHistory: 5 },
    ...{ failures: 3, lockMinutes: 15, sessions: 3 },
  });
  expect(accessSettings({}, 'dev').passwordLength).toBe(8);
});

test.each([
  ['0', 15],
  ['12', 12],
  ['4', 8],
  ['129', 15],
  ['-1', 15],
  ['x', 15],
  ['', 15],
  ['1e2', 15],
])('a length of %j means %i characters: nothing weakens it by accident', (text, expected) => {
  expect(accessSettings({ 'auth.password_min_length': text }, 'prod').passwordLength).toBe(expected);
});

test('failures cannot be switched off', () => {
  expect(accessSettings({ 'auth.sign_in_failures': '0' }, 'prod').failures).toBe(3);
  expect(accessSettings({ 'auth.lock_minutes': '0' }, 'prod').lockMinutes).toBe(0);
});

test('what a database holds from before there were floors counts as the floor, or as the standard', () => {
  const stored = { 'auth.sign_in_failures': '20', 'auth.password_history': '1', 'auth.lock_minutes': '1', 'auth.sessions_per_user': '50' };
  expect(accessSettings(stored, 'prod')).toMatchObject({ failures: 3, passwordHistory: 5, lockMinutes: 15, sessions: 3 });
  expect(accessSettings({ 'auth.password_history': '0' }, 'prod').passwordHistory).toBe(5);
});
