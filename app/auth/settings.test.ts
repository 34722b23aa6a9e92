import { expect, test } from 'vitest';
import { accessSettings } from './settings.ts';

test('without settings the standards count: 15 characters, in development 8 (V-222536)', () => {
  const standard = { failures: 3, lockMinutes: 15, sessions: 3 };
  expect(accessSettings({}, 'prod')).toEqual({
    ...{
      passwordPolicy: 'asvs',
      passwordLength: 15,
      passwordMaxAgeDays: 0,
      passwordMinAgeHours: 0,
      passwordHistory: 0,
    },
    ...standard,
  });
  expect(accessSettings({ 'auth.password_policy': 'stig' }, 'prod')).toEqual({
    ...{
      passwordPolicy: 'stig',
      passwordLength: 15,
      passwordMaxAgeDays: 60,
      passwordMinAgeHours: 24,
      passwordHistory: 5,
    },
    ...standard,
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
  expect(accessSettings({ 'auth.password_min_length': text }, 'prod').passwordLength).toBe(
    expected,
  );
});

test('failures cannot be switched off', () => {
  expect(accessSettings({ 'auth.sign_in_failures': '0' }, 'prod').failures).toBe(3);
  expect(accessSettings({ 'auth.lock_minutes': '0' }, 'prod').lockMinutes).toBe(0);
});

test('a stored value below its minimum counts as the minimum or the default', () => {
  const stored = {
    'auth.password_policy': 'stig',
    'auth.sign_in_failures': '20',
    'auth.password_history': '1',
    'auth.lock_minutes': '1',
    'auth.sessions_per_user': '50',
  };
  expect(accessSettings(stored, 'prod')).toMatchObject({
    failures: 3,
    passwordHistory: 5,
    lockMinutes: 15,
    sessions: 3,
  });
  expect(
    accessSettings({ 'auth.password_policy': 'stig', 'auth.password_history': '0' }, 'prod')
      .passwordHistory,
  ).toBe(5);
});

test('the policy stig enforces its limits whatever the settings; asvs has no age and no history', () => {
  const stored = {
    'auth.password_min_length': '8',
    ...{
      'auth.password_max_age_days': '0',
      'auth.password_min_age_hours': '0',
      'auth.password_history': '9',
    },
  };
  expect(accessSettings({ ...stored, 'auth.password_policy': 'stig' }, 'prod')).toMatchObject({
    ...{ passwordLength: 15, passwordMaxAgeDays: 60, passwordMinAgeHours: 24, passwordHistory: 9 },
  });
  expect(accessSettings({ ...stored, 'auth.password_policy': 'asvs' }, 'prod')).toMatchObject({
    ...{ passwordLength: 8, passwordMaxAgeDays: 0, passwordMinAgeHours: 0, passwordHistory: 0 },
  });
});
