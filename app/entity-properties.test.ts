import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCharacter } from './any-character.fixture.ts';
import { entityTypes, relationTypes } from './declarations.ts';
import {
  isEntityType,
  problemsOf,
  propertyOf,
  readProperties,
  readProperty,
} from './entity-properties.ts';
import {
  formatProperties,
  isSensitive,
  isWithheld,
  withoutSecrets,
  withoutWithheld,
} from './ontology/schema.ts';
import { seedContent } from './seed/content/index.ts';

const types = Object.keys(entityTypes) as (keyof typeof entityTypes)[];

test('every entity type of the data model has its properties', () => {
  expect(types).toHaveLength(32);
  expect(isEntityType('constructor')).toBe(false);
});

test('the ends of relation types are entity types', () => {
  const named = Object.values(relationTypes).flatMap(({ sources, targets }) => [
    ...sources,
    ...targets,
  ]);
  expect(named.filter((type) => !isEntityType(type))).toEqual([]);
});

test("the seed's content matches the schema, key by key", () => {
  const wrong = seedContent('demo').entities.flatMap(({ type, name, properties }) =>
    Object.entries(properties).flatMap(([key, value]) => {
      const property = propertyOf(type, key);
      if (property === undefined) return [`${type}:${name} ${key} is unknown`];
      return typeof value === 'string' && property.parse(value) === undefined
        ? [`${type}:${name} ${key} is ${value}`]
        : [];
    }),
  );
  expect(wrong).toEqual([]);
});

describe('spec ontology#types: an invalid value', () => {
  test.each([
    ['tor', 'cadence_duration_minutes', 'an hour', 60],
    ['tor', 'cadence_duration_minutes', '9999999999', 60],
    ['tor', 'objectives', '{"not": "a list"}', []],
    ['tor', 'objectives', '[broken', []],
    ['meeting', 'meeting_date', '2026-02-30', null],
    ['meeting', 'chair_user_id', '9223372036854775808', null],
    ['user', 'theme_preference', 'sepia', 'auto'],
    ['tor_function', 'can_call_meetings', 'yes', false],
    ['protocol_step', 'is_required', 'perhaps', true],
    ['decision', 'decided_date', '2026-13-01T00:00:00', null],
  ] as const)('%s.%s = %s counts as its standard', (type, key, text, standard) => {
    expect(readProperties(type, { [key]: text })).toMatchObject({ [key]: standard });
    expect(problemsOf(type, { [key]: text })).toMatchObject([{ key }]);
  });

  test('never causes a failure', () =>
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.string({ unit: anyCharacter }), (type, text) => {
        const keys = Object.keys(entityTypes[type]);
        const stored = Object.fromEntries(
          [...keys, '__proto__', 'constructor', 'unknown'].map((key) => [key, text]),
        );
        expect(Object.keys(readProperties(type, stored))).toEqual(keys);
        expect(problemsOf(type, { unknown: text })).toEqual([]);
      }),
    ));
});

test('a value is what it was after writing and reading', () => {
  const values = {
    status: 'archived',
    cadence_duration_minutes: 45,
    objectives: ['One', 'Two'],
    cadence_time: '08:30',
  } as const;
  const texts = formatProperties<'tor'>({
    ...values,
    objectives: [...values.objectives],
  }) as Record<string, string>;
  expect(readProperties('tor', texts)).toMatchObject(values);
  const at = new Date('2026-03-18T14:30:00Z');
  expect(
    readProperty('decision', 'decided_date', {
      decided_date: String(formatProperties<'decision'>({ decided_date: at })['decided_date']),
    }),
  ).toEqual(at);
});

test('an empty text and nothing at all remove a property', () => {
  expect(formatProperties<'meeting'>({ notes: '', meeting_date: null })).toEqual({
    notes: undefined,
    meeting_date: undefined,
  });
});

test.each(['password', 'old.password', 'api_token', 'client-secret', 'credentials'])(
  'spec ontology#secrets: %s names a secret',
  (key) => {
    expect(isSensitive(key)).toBe(true);
    expect(problemsOf('user', { [key]: 'x' })).toMatchObject([{ key }]);
    expect(withoutSecrets({ [key]: 'x', email: 'y' })).toEqual({ email: 'y' });
  },
);

test.each(['email', 'secretary_user_id', 'description', 'tokenised', 'label'])(
  '%s does not',
  (key) => expect(isSensitive(key)).toBe(false),
);

test.each([
  ...[
    'password',
    'PASSWD',
    'a.credential',
    'credentials',
    'x_secret',
    'token',
    'private_key',
    'lockout',
    'lockout-until',
  ],
  'avatar_data_uri',
])('spec ontology#secrets: %s is in no file', (key) => {
  expect(isWithheld(key)).toBe(true);
  expect(withoutWithheld({ [key]: 'x', b: '2', a: '1' })).toEqual({ a: '1', b: '2' });
});

test.each(['my_avatar_data_uri', 'avatar_data_uri_2', 'lockouts', 'private_keys'])(
  '%s may be in one',
  (key) => expect(isWithheld(key)).toBe(false),
);

test('an export has properties in the order of their keys', () =>
  expect(Object.keys(withoutWithheld({ b: '', a: '', c: '' }))).toEqual(['a', 'b', 'c']));

test('a problem names the key and the expected value', () => {
  expect(
    problemsOf('meeting', { meeting_date: 'x', api_token: 'y', notes: 'z', own: 'w' }),
  ).toEqual([
    { key: 'meeting_date', message: 'meeting_date: expected a date such as 2026-03-18.' },
    { key: 'api_token', message: "api_token can't be set here: it is a secret." },
  ]);
  expect(problemsOf('own_type', { meeting_date: 'x' })).toEqual([]);
});

test('a key that every object has is no property', () => {
  expect(propertyOf('tor', 'constructor')).toBeUndefined();
  expect(propertyOf('own_type', 'status')).toBeUndefined();
});

test('a missing value counts as its default', () => {
  expect(readProperty('tor', 'cadence_duration_minutes', {})).toBe(60);
  expect(readProperty('tor', 'cadence_duration_minutes', { cadence_duration_minutes: '5' })).toBe(
    5,
  );
  expect(readProperty('tor', 'unknown' as never, {})).toBeUndefined();
  expect(readProperties('own_type' as never, { a: 'b' })).toEqual({});
});
