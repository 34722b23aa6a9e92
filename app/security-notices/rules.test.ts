import { describe, expect, test } from 'vitest';
import type { AuditEntry } from '../ontology/audit-trail.ts';
import { noticesOf } from './rules.ts';

const origin = { address: '192.0.2.7', sessionId: '31' };
const owner = { id: '7', name: 'leila', label: 'Leila Haddad', origin };
const admin = {
  id: '1',
  name: 'tomasz',
  label: 'Tomasz Wrona',
  origin: { address: '198.51.100.9', sessionId: '8' },
};
const cli = { id: null, name: 'cli', label: 'cli', origin: {} };
const user = { type: 'user', id: '7', label: 'Leila Haddad' };
const token = (label: string) => ({ type: 'access_token', id: '4', label });
const role = (label: string) => ({ type: 'role', id: '2', label });

const entry = (action: AuditEntry['action'], given: Partial<AuditEntry>): AuditEntry => ({
  action,
  actor: owner,
  ...given,
});
const assigned = (label: string, given: Partial<AuditEntry> = {}) =>
  entry('role.assigned', {
    actor: admin,
    target: role(label),
    details: { user_id: '7' },
    ...given,
  });

describe('one event, one notice', () => {
  test.each([
    [
      'a sign-in from a new place',
      entry('auth.login', { target: user, details: { new_place: true } }),
      'signed_in',
      'self',
    ],
    [
      'one’s own password',
      entry('auth.password_changed', { target: user }),
      'password_changed',
      'self',
    ],
    [
      'a reset',
      entry('auth.password_reset', { actor: admin, target: user }),
      'password_reset',
      { label: 'Tomasz Wrona' },
    ],
    [
      'a reset on the command line',
      entry('auth.password_reset', { actor: cli, target: user }),
      'password_reset',
      'program',
    ],
    ['a token', entry('token.created', { target: token('deploy') }), 'token_created', 'self'],
    [
      'a token that ended',
      entry('token.revoked', { target: token('deploy') }),
      'tokens_revoked',
      'self',
    ],
    [
      'a token that somebody ended',
      entry('token.revoked', {
        actor: admin,
        target: token('deploy'),
        details: { user_id: '7', reason: 'signed_out' },
      }),
      ...(['tokens_revoked', { label: 'Tomasz Wrona' }] as const),
    ],
    ['a role', assigned('Editor'), 'roles_given', { label: 'Tomasz Wrona' }],
    [
      'a role less',
      assigned('Editor', { action: 'role.unassigned' }),
      'roles_taken',
      { label: 'Tomasz Wrona' },
    ],
  ] as const)('%s', (_, event, kind, by) => {
    expect(noticesOf([event])).toEqual([
      expect.objectContaining({ kind, to: { id: '7' }, details: expect.objectContaining({ by }) }),
    ]);
  });
});

test.each([
  ['a sign-in from a known place', entry('auth.login', { target: user })],
  ['a refusal', assigned('Editor', { outcome: 'refused' })],
  ['a failure', entry('auth.password_changed', { target: user, outcome: 'failure' })],
  ['something else', entry('account.theme_updated', { target: user })],
])('%s is no notice', (_, event) => expect(noticesOf([event])).toEqual([]));

test('events by the owner record session and place, events by others do not', () => {
  const [own, others] = noticesOf([
    entry('token.created', { target: token('deploy') }),
    assigned('Editor'),
  ]);
  expect(own).toMatchObject({ session: '31', details: { address: '192.0.2.7' } });
  expect(others?.session).toBeUndefined();
  expect(others?.details).not.toHaveProperty('address');
});

test('tokens revoked with a password are part of its notice', () => {
  const revoked = (name: string) =>
    entry('token.revoked', {
      target: token(name),
      details: { reason: 'password_changed', user_id: '7' },
    });
  const notices = noticesOf([
    entry('auth.password_changed', { target: user }),
    revoked('a'),
    revoked('b'),
  ]);
  expect(notices).toMatchObject([
    { kind: 'password_changed', session: '31', details: { names: ['a', 'b'] } },
  ]);
  expect(notices).toHaveLength(1);
});

test('many roles of one person are one notice with ten names', () => {
  const notices = noticesOf(Array.from({ length: 12 }, (_, n) => assigned(`Role ${n}`)));
  expect(notices).toHaveLength(1);
  expect(notices[0]?.details).toMatchObject({
    names: expect.objectContaining({ length: 10 }),
    more: 2,
  });
});

test('users that an import lists together get notices together', () => {
  const event = assigned('Editor', { details: { people: ['tomasz', 'leila'] } });
  expect(noticesOf([event])).toMatchObject([
    {
      to: { names: ['tomasz', 'leila'] },
      details: { names: ['Editor'], by: { label: 'Tomasz Wrona' } },
    },
  ]);
});
