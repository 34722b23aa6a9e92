import { describe, expect, test } from 'vitest';
import type { PermissionCode } from '../ontology/actor.ts';
import { mayHaveMore, mayScope, stateOf } from './rules.ts';
import { texts } from './texts.ts';

describe('spec permissions#no-escalation: a token gets no permission that its maker does not hold', () => {
  const held = new Set<PermissionCode>(['users.list', 'audit.view']);
  test.each([
    ['all that is held', ['users.list', 'audit.view'], true],
    ['less than the held permissions', ['audit.view'], true],
    ['nothing', [], true],
    ['one of two is not held', ['users.list', 'users.edit'], texts.refused.lacking(['users.edit'])],
    ['a code that does not exist', ['users.fly'], texts.refused.lacking(['users.fly'])],
  ])('%s', (_, wanted, verdict) => expect(mayScope(held, wanted)).toEqual(verdict));
});

test.each([
  [0, true],
  [19, true],
  [20, texts.refused.tooMany(20)],
  [21, texts.refused.tooMany(20)],
])('with %i living tokens', (living, verdict) => expect(mayHaveMore(living)).toBe(verdict));

describe('state of a token', () => {
  const now = new Date('2026-11-24T12:00:00Z');
  const later = new Date('2026-11-24T12:00:00.001Z');
  test.each([
    ['before its end', { revokedAt: null, expiresAt: later }, true, 'valid'],
    ['at its very end', { revokedAt: null, expiresAt: now }, true, 'expired'],
    ['after its end', { revokedAt: null, expiresAt: new Date(0) }, true, 'expired'],
    ['of an inactive account', { revokedAt: null, expiresAt: later }, false, 'inactive'],
    ['revoked before its end', { revokedAt: now, expiresAt: later }, true, 'revoked'],
    ['revoked and past its end', { revokedAt: now, expiresAt: new Date(0) }, false, 'revoked'],
  ] as const)('%s', (_, token, isActive, state) => {
    expect(stateOf(token, isActive, now)).toBe(state);
  });
});
