import { describe, expect, test } from 'vitest';
import type { PermissionCode } from '../ontology/actor.ts';
import { mayRelateAll } from './rules.ts';

const powers = (...codes: PermissionCode[]): ReadonlySet<PermissionCode> => new Set(codes);
const helper = { label: 'Helper', codes: ['users.edit'] as PermissionCode[] };
const kind = (type: string, sourceType: string, targetType: string, role?: string) => ({ type, sourceType, targetType, role });

describe('whether relations of a kind need no closer look', () => {
  test.each([
    ['the system may make any', kind('has_permission', 'role', 'permission'), undefined, 'everything', true],
    ['what nobody guards', kind('feeds_into', 'tor', 'tor'), undefined, powers(), true],
    ['with its permission', kind('belongs_to_tor', 'tor_function', 'tor'), undefined, powers('tor.edit'), true],
    ['without it', kind('belongs_to_tor', 'tor_function', 'tor'), undefined, powers('roles.assign'), false],
    ['grants differ from each other', kind('has_permission', 'role', 'permission'), undefined, powers('roles.manage', 'users.edit'), false],
    ['a role within their powers', kind('has_role', 'user', 'role', 'helper'), helper, powers('roles.assign', 'users.edit'), true],
    ['a role that can do more', kind('has_role', 'user', 'role', 'helper'), helper, powers('roles.assign'), false],
    ['several roles', kind('has_role', 'user', 'role'), undefined, powers('roles.assign', 'users.edit'), false],
    ['a role without the permission to give any', kind('has_role', 'user', 'role', 'helper'), helper, powers('users.edit'), false],
  ] as const)('%s', (_, of, role, held, may) => {
    expect(mayRelateAll(of, role, held)).toBe(may);
  });
});
