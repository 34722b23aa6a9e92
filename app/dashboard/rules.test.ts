import { expect, test } from 'vitest';
import type { PermissionCode } from '../ontology/actor.ts';
import { firstName, partOfDay, partsFor } from './rules.ts';

test.each([
  [4, 'evening'],
  [5, 'morning'],
  [11, 'morning'],
  [12, 'afternoon'],
  [16, 'afternoon'],
  [17, 'evening'],
  [0, 'evening'],
])('at %i it is %s', (hour, part) => expect(partOfDay(hour)).toBe(part));

test.each([
  ['Tomasz Wrona', 'Tomasz'],
  ['  Ana   María Ruiz', 'Ana'],
  ['Administrator', 'Administrator'],
  ['   ', ''],
])('%s is greeted as %s', (label, name) => expect(firstName(label)).toBe(name));

test.each<[string, PermissionCode[], object]>([
  ['nothing', [], { tiles: [], activity: false, accounts: false }],
  ['the list of users', ['users.list'], { tiles: ['users'], activity: false, accounts: false }],
  ['roles', ['roles.assign', 'users.list'], { tiles: ['users', 'roles'], accounts: true }],
  [
    'bodies and the audit log',
    ['tor.list', 'audit.view'],
    { tiles: ['bodies', 'positions'], activity: true },
  ],
])('spec dashboard#parts: a user who may open %s sees only its parts', (_, codes, parts) =>
  expect(partsFor(new Set(codes))).toMatchObject(parts),
);
