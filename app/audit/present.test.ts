import { describe, expect, test } from 'vitest';
import { auditActions, entityTypes } from '../declarations.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import {
  actorOf,
  addressOf,
  differencesOf,
  type Entry,
  factsOf,
  fieldInWords,
  phraseOf,
  summaryOf,
} from './present.ts';

const entry = (facts: Partial<Entry> = {}): Entry => ({
  ...{
    seq: '1',
    at: new Date(0),
    action: 'user.updated',
    outcome: 'success',
    actorId: '7',
    actorName: 'haas',
    actorLabel: 'Henrik Aas',
  },
  ...{
    address: null,
    userAgent: null,
    sessionHash: null,
    requestId: null,
    targetType: 'user',
    targetId: '9',
    targetLabel: 'Chiara',
  },
  ...{ before: null, after: null, details: null, ...facts },
});

test.each<[string, Partial<Entry>, string]>([
  ['a creation', { action: 'user.created' }, 'Created the user Chiara'],
  [
    'which fields changed',
    { before: { email: 'a', isActive: true }, after: { email: 'b', isActive: false } },
    'Changed the user Chiara: email and active',
  ],
  [
    'no field that the action names',
    { action: 'user.deactivated', before: { is_active: true }, after: { is_active: false } },
    'Deactivated the user Chiara',
  ],
  [
    'a few of many fields',
    { before: {}, after: { a: 1, b: 1, c: 1, d: 1, e: 1 } },
    'Changed the user Chiara: a, b, c and 2 more',
  ],
  [
    'a setting with its values',
    {
      action: 'setting.updated',
      targetLabel: 'Audit retention',
      before: { value: '180' },
      after: { value: '' },
    },
    'Audit retention changed from 180 to nothing',
  ],
  [
    'grants in numbers',
    {
      action: 'role.permissions_changed',
      before: { permissions: ['a', 'b'] },
      after: { permissions: ['b', 'c', 'd'] },
    },
    '2 permissions granted, 1 revoked',
  ],
  [
    'grants that only went',
    {
      action: 'role.permissions_changed',
      before: { permissions: ['a'] },
      after: { permissions: [] },
    },
    '1 permission revoked',
  ],
  [
    'why it was refused',
    { outcome: 'refused', details: { reasons: ['label: Enter a name.'] } },
    'Refused: changed the user Chiara. Enter a name.',
  ],
  ['an action without a target', { action: 'auth.login' }, 'Signed in'],
  ['an action of another version', { action: 'robot.started' }, 'Robot.started Chiara'],
])('the summary of %s', (_, facts, summary) => expect(summaryOf(entry(facts))).toBe(summary));

describe('what differs', () => {
  test.each([
    ['a value', { email: 'a' }, { email: 'b' }, [{ field: 'email', before: 'a', after: 'b' }]],
    [
      'a value that came',
      null,
      { theme_preference: 'dark' },
      [{ field: 'theme', before: undefined, after: 'dark' }],
    ],
    [
      'members of a set',
      { roles: ['x', 'y'] },
      { roles: ['y', 'z'] },
      [
        { field: 'z', after: 'granted' },
        { field: 'x', before: 'granted' },
      ],
    ],
    [
      'a set that came',
      null,
      { roles: ['x', 'y'] },
      [{ field: 'roles', before: undefined, after: 'x and y' }],
    ],
    [
      'something nested',
      { a: { b: 1 } },
      { a: { b: 2 } },
      [{ field: 'a', before: '{"b":1}', after: '{"b":2}' }],
    ],
  ])('%s', (_, before, after, differences) =>
    expect(differencesOf({ before, after })).toEqual(differences),
  );
});

test('facts in the summary are not repeated', () =>
  expect(factsOf({ reasons: ['No.'], given: ['a'], role_name: 'secretary', count: 3 })).toEqual([
    ['Role name', 'secretary'],
    ['Count', '3'],
  ]));

test.each([
  [{ actorId: '7', actorName: 'haas', actorLabel: 'Henrik Aas' }, 'Henrik Aas'],
  [{ actorId: '7', actorName: 'haas', actorLabel: null }, 'haas'],
  [{ actorId: null, actorName: 'system', actorLabel: null }, 'System'],
])('%o is %s', (actor, name) => expect(actorOf(actor)).toBe(name));

test('every action has words', () =>
  expect(
    Object.keys(auditActions)
      .map((action) => phraseOf(action))
      .every(({ before }) => before.length > 3),
  ).toBe(true));

test.each([
  [
    'role.assigned',
    { user_id: '9', user: 'Eva Lindqvist' },
    'Assigned the role Clerk to Eva Lindqvist',
  ],
  [
    'role.unassigned',
    { user_id: '9', user: 'Eva Lindqvist' },
    'Removed the role Clerk from Eva Lindqvist',
  ],
  ['role.assigned', null, 'Assigned the role Clerk'],
  ['role.unassigned', { user: 7 }, 'Removed the role Clerk'],
])('%s names the user, if known', (action, details, sentence) =>
  expect(
    summaryOf(
      entry({
        action,
        details,
        targetType: 'role',
        targetLabel: 'Clerk',
        before: null,
        after: null,
      }),
    ),
  ).toBe(sentence),
);

test('a link leads only to targets that exist and may be opened', () => {
  const may = new Set<PermissionCode>(['users.edit']);
  expect(addressOf(entry(), may)).toBe('/users/9/edit');
  expect(addressOf(entry(), new Set())).toBeUndefined();
  expect(addressOf(entry({ action: 'user.deleted' }), may)).toBeUndefined();
  expect(addressOf(entry({ targetType: 'constructor' }), may)).toBeUndefined();
});

test('every property that the store declares has words, none its raw name', () => {
  const keys = Object.values(entityTypes).flatMap((properties) => Object.keys(properties));
  expect(keys.map(fieldInWords).filter((words) => /[._]|[a-z][A-Z]/.test(words))).toEqual([]);
});
