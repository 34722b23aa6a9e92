import { expect, test } from 'vitest';
import { changedMeanwhile } from '../ontology/conflict.ts';
import { differences } from './differences.ts';

const seen = { label: 'Ann', active: true, roles: ['Editor'] };
const labels = { label: 'Display name', active: 'Status', roles: 'Roles' };

test('nothing changed if all facts equal those shown in the form', () => {
  expect(changedMeanwhile({ ...seen, roles: ['Editor'] }, seen)).toEqual([]);
});

test('changes are listed with the shown and the current value', () => {
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
