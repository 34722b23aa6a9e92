import { describe, expect, test } from 'vitest';
import type { PermissionCode } from '../ontology/actor.ts';
import { freshForm } from '../ui/form-state.ts';
import { draftOf, storedForm, valuesAfter } from './builder-state.ts';
import type { Catalogue, RoleDetail } from './role.ts';

const permission = (id: string, code: PermissionCode, group: string) => ({
  id,
  code,
  label: code,
  description: '',
  group,
});
const catalogue: Catalogue = {
  permissions: [
    permission('1', 'users.list', 'Users'),
    permission('2', 'users.edit', 'Users'),
    permission('3', 'audit.view', 'Admin'),
  ],
  menuEntries: [],
};
const role: RoleDetail = {
  ...{
    id: '9',
    name: 'clerk',
    label: 'Clerk',
    description: '',
    version: '4',
    holders: 2,
    isDefault: false,
    lastChange: null,
  },
  codes: ['users.list'],
};
const held = new Set<PermissionCode>(['users.list', 'users.edit']);

describe('what saving would change', () => {
  test('nothing, for the form as it is stored', () => {
    expect(draftOf(storedForm(role, catalogue), catalogue, role)).toMatchObject({
      change: { given: [], taken: [] },
      otherChanges: 0,
    });
  });

  test('permissions given and taken, and other fields', () => {
    const { values } = storedForm(role, catalogue);
    const draft = draftOf(
      freshForm({ ...values, label: 'Clerks', permission_ids: ['2'] }),
      catalogue,
      role,
    );
    expect(draft).toMatchObject({
      change: { given: ['users.edit'], taken: ['users.list'] },
      otherChanges: 1,
    });
  });
});

describe('the buttons of a group, for browsers without script', () => {
  test.each<[string, string[], string[]]>([
    ['all:Users', ['3'], ['3', '1', '2']],
    ['none:Users', ['1', '3'], ['3']],
    ['all:Admin', ['1'], ['1']],
    ['all:Nothing', ['1'], ['1']],
    ['preview', ['1'], ['1']],
    ['', ['1'], ['1']],
  ])('%s', (action, before, after) => {
    expect(
      valuesAfter({ permission_ids: before }, action, catalogue, held)['permission_ids'],
    ).toEqual(after);
  });
});
