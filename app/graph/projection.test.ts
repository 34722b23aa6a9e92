import { expect, test } from 'vitest';
import { type EntityRow, isIdentifier, keyFate, nodeOf, relationshipOf } from './projection.ts';

const row = (overrides: Partial<EntityRow> = {}): EntityRow => ({
  ...{
    id: '9007199254740993',
    entity_type: 'tor',
    name: 'board',
    label: 'Board',
    is_active: true,
    sort_order: 2,
  },
  ...{
    created_at: '2026-11-24T12:00:00.000001Z',
    updated_at: '2026-11-24T12:00:00.000001Z',
    properties: {},
  },
  ...overrides,
});

test.each([
  ['status', 'projected'],
  ['a.b-c_D9', 'projected'],
  ['can_call_meetings', 'projected'],
  ['password', 'withheld'],
  ['password_hash', 'withheld'],
  ['reset_token', 'withheld'],
  ['api.token', 'withheld'],
  ['client-secret', 'withheld'],
  ['login_history', 'withheld'],
  ['lockout_until', 'withheld'],
  ['avatar_data_uri', 'withheld'],
  ['theme_preference', 'withheld'],
  ['pref.users_table_columns', 'withheld'],
  ['tokens_of_appreciation', 'projected'],
  ['preference', 'projected'],
  ['', 'invalid'],
  ['with space', 'invalid'],
  ['`', 'invalid'],
  ['k'.repeat(65), 'invalid'],
] as const)('property "%s" is %s', (key, fate) => expect(keyFate(key)).toBe(fate));

test.each([
  ['tor_function', true],
  ['a', true],
  ['a'.repeat(63), true],
  ['a'.repeat(64), false],
  ['Tor', false],
  ['1st', false],
  ['_x', false],
  ['a`) detach delete n //', false],
  ['a\n', false],
])('type name "%s" may be a label: %s', (name, verdict) =>
  expect(isIdentifier(name)).toBe(verdict),
);

test('a property cannot pose as a base field, and an id keeps all its digits', () => {
  const { properties } = nodeOf(row({ properties: { id: '1', env: 'prod', p_x: 'y' } }), 'dev');
  expect(properties).toMatchObject({
    id: { whole: '9007199254740993' },
    env: 'dev',
    p_id: '1',
    p_env: 'prod',
    p_p_x: 'y',
  });
});

test('a type that is no identifier leaves the node without a type label', () => {
  expect(nodeOf(row({ entity_type: 'Bad Type' }), 'dev').labels).toEqual([]);
});

test('a relationship carries its id, time and properties', () => {
  const relation = {
    id: '5',
    type: 'feeds_into',
    source_id: '1',
    target_id: '2',
    created_at: 't',
    properties: { is_blocking: 'true', password: 'x' },
  };
  expect(relationshipOf(relation, 'dev')).toEqual({
    ...{ type: 'feeds_into', source: '1', target: '2' },
    properties: { env: 'dev', rel_id: { whole: '5' }, created_at: 't', p_is_blocking: 'true' },
  });
});
