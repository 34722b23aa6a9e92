import { describe, expect, test } from 'vitest';
import type { PermissionCode } from '../ontology/actor.ts';
import {
  grantChange,
  mayAdminister,
  mayDelete,
  mayGive,
  mayGrant,
  mayRename,
  type Powers,
  type RoleFacts,
  staysAdministered,
} from './rules.ts';

const powers = (...codes: readonly PermissionCode[]): Powers => new Set(codes);
const role = (facts: Partial<RoleFacts> = {}): RoleFacts => ({
  name: 'secretary',
  label: 'Secretary',
  isDefault: false,
  holders: 0,
  ...facts,
});

describe('spec permissions#no-escalation: users cannot grant, revoke or administer more than they hold', () => {
  test.each<[string, Powers, PermissionCode[], boolean]>([
    ['everything that is asked for', powers('users.list', 'users.edit'), ['users.list'], true],
    ['nothing is asked for', powers(), [], true],
    ['one code is missing', powers('users.list'), ['users.list', 'users.edit'], false],
    ['the program itself', 'everything', ['roles.manage'], true],
  ])('%s', (_, held, codes, allowed) => {
    const bundle = { label: 'Secretary', codes };
    expect([
      mayGive(held, bundle) === true,
      mayAdminister(held, bundle) === true,
      mayGrant(held, codes) === true,
    ]).toEqual([allowed, allowed, allowed]);
  });

  test('the message names the missing permissions, at most three', () => {
    const codes: PermissionCode[] = [
      'users.list',
      'users.edit',
      'users.create',
      'users.delete',
      'audit.view',
    ];
    expect(mayGive(powers(), { label: 'Office', codes })).toContain(
      'users.list, users.edit, users.create and 2 more',
    );
    expect(
      mayGive(powers('users.edit'), { label: 'Office', codes: ['users.edit', 'audit.view'] }),
    ).toContain('includes audit.view, which');
  });
});

test('spec permissions#administrators: a user who can manage and assign roles must remain', () => {
  expect(staysAdministered(true)).toBe(true);
  expect(staysAdministered(false)).toContain('At least one user must be able');
});

describe('spec roles#deletion: roles that the app relies on are neither renamed nor deleted', () => {
  test.each<[string, RoleFacts, boolean]>([
    ['a role of one’s own', role(), true],
    ['the administrators’ role', role({ name: 'admin' }), false],
    ['the role of new users', role({ isDefault: true }), false],
    ['a role that somebody holds', role({ holders: 1 }), false],
  ])('%s', (_, facts, allowed) => {
    expect([mayRename(facts) === true, mayDelete(facts) === true]).toEqual([allowed, allowed]);
  });

  test('the sentence says how many people are in the way', () => {
    expect(mayDelete(role({ holders: 2 }))).toBe("Secretary can't be deleted: 2 users have it.");
    expect(mayDelete(role({ holders: 1 }))).toBe("Secretary can't be deleted: 1 user has it.");
  });
});

test('a change lists granted and revoked permissions', () => {
  expect(grantChange(['users.list', 'users.edit'], ['users.edit', 'audit.view'])).toEqual({
    given: ['audit.view'],
    taken: ['users.list'],
  });
});
