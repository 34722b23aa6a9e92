import { describe, expect, test } from 'vitest';
import type { Environment } from '../config.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import type { Powers } from '../roles/index.ts';
import { isSecuritySetting } from './catalogue.ts';
import { judgeSetting, settingRefusal } from './judgement.ts';

const holding = (...codes: PermissionCode[]): Powers => new Set(codes);
const both = holding('settings.manage', 'settings.security');

interface Case {
  readonly name?: string;
  readonly type?: 'text' | 'number' | 'boolean';
  readonly before?: string;
  readonly environment?: Environment;
  readonly pinned?: Readonly<Record<string, string>>;
  readonly powers?: Powers;
}

const judge = (wanted: string, given: Case = {}, by = judgeSetting) => {
  const { name = 'audit.retention_days', type = 'number', before = '120' } = given;
  const { environment = 'staging', pinned: pinnedSettings = {}, powers = both } = given;
  return by({ environment, pinnedSettings }, powers, { name, label: 'It', type }, before, wanted);
};

describe('settings that decide about sign-in, passwords and the audit log are security settings', () => {
  test.each(['auth.lock_minutes', 'audit.enabled', 'auth.something_new'])('%s is one', (name) =>
    expect(isSecuritySetting(name)).toBe(true),
  );
  test.each(['app.name', 'warnings.retention_info_days', 'authority.name'])('%s is none', (name) =>
    expect(isSecuritySetting(name)).toBe(false),
  );
});

describe('a minimum applies to all users, and the message names it', () => {
  test.each<[string, string, string, RegExp]>([
    [
      'a retention of one day',
      'audit.retention_days',
      '1',
      /from 90 to 3,650, or 0 \(entries are never removed\)/,
    ],
    ['twenty failures', 'auth.sign_in_failures', '20', /from 1 to 10/],
    ['no history', 'auth.password_history', '0', /from 5 to 24/],
    ['a lock of one minute', 'auth.lock_minutes', '1', /from 15 to 1,440, or 0/],
    ['four characters', 'auth.password_min_length', '4', /from 8 to 128, or 0/],
    ['eleven sessions', 'auth.sessions_per_user', '11', /from 1 to 10/],
    ['no log outside development', 'audit.enabled', 'false', /must be yes in staging/],
  ])('%s is refused', (_, name, wanted, message) => {
    const given: Case = {
      name,
      before: 'x',
      type: name === 'audit.enabled' ? 'boolean' : 'number',
    };
    for (const powers of [both, 'everything'] as const) {
      expect(judge(wanted, { ...given, powers })).toEqual({
        kind: 'refused',
        message: expect.stringMatching(message),
      });
    }
  });

  test('an import that calls a number a text does not get around it', () =>
    expect(judge('1', { type: 'text' })).toMatchObject({ kind: 'refused' }));

  test('in development the log may be switched off', () =>
    expect(
      judge('false', { name: 'audit.enabled', type: 'boolean', environment: 'dev' }),
    ).toMatchObject({ kind: 'allowed' }));
});

test('a security setting needs settings.security, another does not', () => {
  const powers = holding('settings.manage');
  expect(judge('100', { powers })).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('Manage security settings'),
  });
  expect(judge('Norrvik', { name: 'app.name', type: 'text', powers })).toEqual({
    kind: 'allowed',
    value: 'Norrvik',
  });
});

describe('in prod the change of a security setting waits for a second person', () => {
  test('also for the command line, while others are written at once', () => {
    const environment = 'prod';
    expect(judge('0100', { environment })).toEqual({ kind: 'awaits-confirmation', value: '100' });
    expect(judge('100', { environment, powers: 'everything' })).toMatchObject({
      kind: 'awaits-confirmation',
    });
    expect(judge('x', { environment, name: 'app.name', type: 'text' })).toMatchObject({
      kind: 'allowed',
    });
    expect(judge('100')).toEqual({ kind: 'allowed', value: '100' });
  });

  test('what can not ask a second person is refused', () => {
    expect(judge('100', { environment: 'prod' }, settingRefusal as never)).toMatch(
      /In prod, a second person must confirm/,
    );
    expect(judge('120', { environment: 'prod' }, settingRefusal as never)).toBeUndefined();
  });
});

describe('a setting that the environment file sets', () => {
  const pinned = { 'audit.retention_days': '365', 'app.name': 'Norrvik' };

  test.each<[string, Case]>([
    ['a security setting', {}],
    ['any other', { name: 'app.name', type: 'text' }],
    ['by the command line', { powers: 'everything' }],
  ])('can not be changed: %s', (_, given) =>
    expect(judge('200', { ...given, pinned })).toEqual({
      kind: 'refused',
      message: expect.stringMatching(/by the environment file/),
    }),
  );

  test('is unchanged when it is as it is', () =>
    expect(judge('120', { pinned })).toEqual({ kind: 'unchanged' }));
});

test('the directory of the audit file cannot be set', () =>
  expect(
    judge('/etc', { name: 'audit.log_path', type: 'text', powers: 'everything' }),
  ).toMatchObject({ kind: 'refused' }));
