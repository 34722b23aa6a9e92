import { expect, test } from 'vitest';
import { decideSettings } from './decision.ts';
import { judgeSetting } from './judgement.ts';
import { canonical, problemOf, type Setting } from './rules.ts';
import { settingsInput } from './schema.ts';

const setting = (overrides: Partial<Setting> = {}): Setting => ({
  ...{
    id: '7',
    name: 'audit.retention_days',
    label: 'Retention',
    description: '',
    type: 'number',
    value: '90',
  },
  ...overrides,
});
const stored = (...settings: Setting[]) => new Map(settings.map((one) => [one.id, one]));
const sent = (wanted: string, seen = '90', id = '7') =>
  settingsInput.parse({ [`setting_${id}`]: wanted, [`seen_${id}`]: seen });

const when = () => 'yesterday, 10:41 UTC';
const decide = (
  settings: ReadonlyMap<string, Setting>,
  input: ReturnType<typeof sent>,
  environment: 'test' | 'prod' = 'test',
) =>
  decideSettings(
    settings,
    input,
    (one, wanted) =>
      judgeSetting({ environment, pinnedSettings: {} }, 'everything', one, one.value, wanted),
    when,
  );

test.each([
  ['a text in a number field', setting(), 'many', /whole number from 90 to 3,650, or 0/],
  ['nothing in a number field', setting(), '', /whole number/],
  ['a negative number', setting(), '-1', /whole number/],
  ['a fraction', setting(), '1.5', /whole number/],
  ['one day, which is below the floor', setting(), '1', /from 90/],
  ['a number beyond its range (spec settings#known-settings)', setting(), '3651', /3,650/],
  ['a text before a number', setting(), 'x100', /whole number/],
  ['a text behind a number', setting(), '100x', /whole number/],
  [
    'another policy than there are',
    setting({ name: 'auth.password_policy', type: 'text' }),
    'none',
    /Retention/,
  ],
  [
    'another word in a yes-or-no field',
    setting({ name: 'audit.enabled', type: 'boolean' }),
    'maybe',
    /yes or no/,
  ],
  ['an empty name of the app', setting({ name: 'app.name', type: 'text' }), '', /required/],
  [
    'a name of the app that is too long',
    setting({ name: 'app.name', type: 'text' }),
    '😀'.repeat(61),
    /60 characters/,
  ],
])('spec settings#values: %s is refused', (_, one, value, message) =>
  expect(problemOf(one, value)).toMatch(message),
);

test.each([
  ['0 days', setting(), '0'],
  ['ten years', setting(), '3650'],
  ['the least', setting(), '90'],
  ['a policy that there is', setting({ name: 'auth.password_policy', type: 'text' }), 'stig'],
  ['yes', setting({ name: 'audit.enabled', type: 'boolean' }), 'true'],
  ['no', setting({ name: 'audit.enabled', type: 'boolean' }), 'false'],
  [
    '60 characters, however many bytes',
    setting({ name: 'app.name', type: 'text' }),
    '😀'.repeat(60),
  ],
  ['an empty description', setting({ name: 'app.description', type: 'text' }), ''],
])('%s is a value', (_, one, value) => expect(problemOf(one, value)).toBeUndefined());

test('a value equal to the shown one is no change', () => expect(sent('90').size).toBe(0));

test('a change is written in its plain form', () =>
  expect(decide(stored(setting()), sent(' 0100 '))).toMatchObject({
    ok: true,
    changes: [{ value: '100' }],
  }));

test('a setting changed by another user is a conflict with its current value', () =>
  expect(decide(stored(setting({ value: '10' })), sent('100'))).toEqual({
    ...{ ok: false, status: 409 },
    reasons: [{ field: 'setting_7', message: expect.stringContaining('“10”') }],
  }));

test('two users who set the same value do not conflict', () =>
  expect(decide(stored(setting({ value: '100' })), sent('100'))).toEqual({
    ok: true,
    changes: [],
    awaiting: [],
  }));

test('an id that is no setting is refused by its field', () =>
  expect(decide(stored(), sent('30'))).toMatchObject({
    ok: false,
    status: 422,
    reasons: [{ field: 'setting_7' }],
  }));

test.each([
  ['setting_x'],
  ['setting_'],
  ['setting_99999999999999999999'],
  ['__proto__'],
  ['csrf_token'],
])('the field %s is ignored', (name) => expect(settingsInput.parse({ [name]: '1' }).size).toBe(0));

test('in prod the change of a security setting is set aside for a second person, the others are written', () => {
  const settings = stored(
    setting(),
    setting({ id: '8', name: 'app.name', type: 'text', value: 'Ahlt' }),
  );
  const input = settingsInput.parse({
    setting_7: '100',
    seen_7: '90',
    setting_8: 'Norrvik',
    seen_8: 'Ahlt',
  });
  expect(decide(settings, input, 'prod')).toMatchObject({
    ...{ ok: true, changes: [{ value: 'Norrvik' }], awaiting: [{ value: '100' }] },
  });
});

test.each([
  ['number', '0100', '100'],
  ['number', 'x0100', 'x0100'],
  ['number', '0100x', '0100x'],
  ['text', '0100', '0100'],
  ['text', 'x', 'x'],
] as const)('a %s %s is stored as %s', (type, value, stored) =>
  expect(canonical({ name: 'own.one', type }, value)).toBe(stored),
);
