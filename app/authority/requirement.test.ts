import { expect, test } from 'vitest';
import type { PermissionCode } from '../ontology/actor.ts';
import {
  capable,
  decidedBy,
  inBody,
  isMetBy,
  may,
  type Requirement,
  requirementInWords,
  type Standing,
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
  ['tor.edit replaces a position, in every body', inBody(list), [list, edit], true],
  ['tor.edit does not replace the permission in a body', inBody(list), [edit], false],
  ['a permission that a capability stands for', inBody('proposal.create'), [], 'positions'],
  ['a capability', calls, [], 'positions'],
  ['a capability, whatever permissions are held', calls, [list, other], 'positions'],
  ['tor.edit passes every capability', calls, [edit], true],
])('%s', (_, requirement, held, decided) =>
  expect(decidedBy(requirement, new Set(held))).toBe(decided),
);

test.each<[Requirement, string]>([
  [may(list, meeting), 'tor.list or meetings.view'],
  [inBody(list), 'tor.list with a position in the body or tor.edit'],
  [
    inBody('proposal.create'),
    'proposal.create with a position in the body or tor.edit, or can_create_proposals there',
  ],
  [calls, 'can_call_meetings in the body, or tor.edit'],
])('%j in words', (requirement, words) => expect(requirementInWords(requirement)).toBe(words));

const none: Standing = { isMember: false, capabilities: new Set() };
const member: Standing = { isMember: true, capabilities: new Set() };
const chair: Standing = { isMember: true, capabilities: new Set(['can_call_meetings']) };

test.each<[string, Requirement, PermissionCode[], Standing, boolean]>([
  ['a permission needs no position', may(list), [list], none, true],
  ['a permission in a body, for a member', inBody(list), [list], member, true],
  ['a permission in a body, for others', inBody(list), [list], none, false],
  ['membership without the permission', inBody(list), [], member, false],
  ['a capability of a position', calls, [], chair, true],
  ['a position without the capability', calls, [list], member, false],
  ['another capability', inBody('proposal.create'), [], chair, false],
  ['tor.edit without a position', calls, [edit], none, true],
])('with positions: %s', (_, requirement, held, standing, met) =>
  expect(isMetBy(requirement, new Set(held), standing)).toBe(met),
);

test('a capability stands for its permission inside the body', () => {
  const author: Standing = { isMember: true, capabilities: new Set(['can_create_proposals']) };
  expect(isMetBy(inBody('proposal.create'), new Set(), author)).toBe(true);
});
