import { expect, test } from 'vitest';
import { changedMeanwhile, differences } from './conflict.ts';

const seen = { label: 'Ann', active: true, roles: ['Editor'] };
const labels = { label: 'Display name', active: 'Status', roles: 'Roles' };

test('nothing changed as long as all facts are as the form had shown them', () => {
  expect(changedMeanwhile({ ...seen, roles: ['Editor'] }, seen)).toEqual([]);
});

test('what changed is told as it was shown and as it is now', () => {
  const now = { label: 'Ann', active: false, roles: ['Editor', 'Viewer'] };
  expect(differences(now, seen, labels, { yes: 'Active', no: 'Deactivated' })).toEqual([
    { field: 'Status', before: 'Active', after: 'Deactivated' },
    { field: 'Roles', before: 'Editor', after: 'Editor and Viewer' },
  ]);
});

test('an empty value counts as none', () => {
  expect(differences({ ...seen, roles: [] }, seen, labels)).toEqual([
    { field: 'Roles', before: 'Editor', after: undefined },
  ]);
});
