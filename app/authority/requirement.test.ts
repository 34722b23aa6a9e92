import { expect, test } from 'vitest';
import type { PermissionCode } from '../ontology/actor.ts';
import {
  capable,
  decidedBy,
  inBody,
  may,
  type Requirement,
  requirementInWords,
} from './requirement.ts';

const [list, edit, meeting, other] = [
  'tor.list',
  'tor.edit',
  'meetings.view',
  'users.list',
] as const satisfies PermissionCode[];
const calls = capable('can_call_meetings');

test.each<[string, Requirement, PermissionCode[], boolean | 'positions']>([
  ['a permission that is held', may(list), [list], true],
  ['one of several', may(list, meeting), [meeting], true],
  ['another permission', may(list), [other], false],
  ['no permission', may(list), [], false],
  ['tor.edit does not replace a permission', may(list), [edit], false],
  ['a permission in a body', inBody(list), [list], 'positions'],
  ['a permission in a body that is not held', inBody(list), [other], false],
  ['tor.edit passes in every body', inBody(list), [edit], true],
  ['a capability', calls, [], 'positions'],
  ['a capability, whatever permissions are held', calls, [list, other], 'positions'],
  ['tor.edit passes every capability', calls, [edit], true],
])('%s', (_, requirement, held, decided) =>
  expect(decidedBy(requirement, new Set(held))).toBe(decided),
);

test.each<[Requirement, string]>([
  [may(list, meeting), 'tor.list or meetings.view'],
  [inBody(list), 'tor.list with a position in the body, or tor.edit'],
  [calls, 'can_call_meetings in the body, or tor.edit'],
])('%j in words', (requirement, words) => expect(requirementInWords(requirement)).toBe(words));
