import { describe, expect, test } from 'vitest';
import type { PermissionCode } from '../ontology/actor.ts';
import type { Powers } from '../roles/index.ts';
import { countChanges, decideMatrix, type MatrixRole } from './rules.ts';
import { matrixInput } from './schema.ts';

const permissions = [
  { id: '40', code: 'users.list' },
  { id: '41', code: 'users.edit' },
  { id: '42', code: 'tor.edit' },
] as const;
const everything: Powers = new Set<PermissionCode>(['users.list', 'users.edit', 'tor.edit']);
const role = (facts: Partial<MatrixRole> = {}): MatrixRole => ({
  ...{ id: '12', name: 'secretary', label: 'Secretary', version: '3', holders: 2, granted: ['40'] },
  ...facts,
});
const sent = (fields: Record<string, string | string[]>) => matrixInput.parse({ versions: '12.3 13.1', seen: '12.40', ...fields });
const decide = (fields: Record<string, string | string[]>, { powers = everything, roles = [role()] } = {}) =>
  decideMatrix(powers, sent(fields), roles, permissions);

describe('what a form says', () => {
  test.each<[string, Record<string, string | string[]>, string[], string[]]>([
    ['every box as it was', { cell: '12.40' }, [], []],
    ['one more box', { cell: ['12.40', '12.41'] }, ['41'], []],
    ['one box less', {}, [], ['40']],
    ['a script sends the difference alone', { seen: '', give: '12.41', take: '12.40' }, ['41'], ['40']],
    ['what is no cell is ignored', { cell: ['12.40', 'x', '12', '12.40.1', '0.1', '__proto__'] }, [], []],
  ])('%s', (_, fields, given, taken) => {
    const { give, take } = sent(fields);
    expect([give, take].map((cells) => cells.map(({ permission }) => permission))).toEqual([given, taken]);
  });
});

describe('admin 15.21: what was not shown stays', () => {
  test('a grant of a permission that the page did not show is no difference', () =>
    expect(decide({ cell: '12.40' }, { roles: [role({ granted: ['40', '42'] })] })).toEqual({ ok: true, changes: [] }));

  test('a box that somebody else ticked already is no change', () =>
    expect(decide({ cell: ['12.40', '12.41'] }, { roles: [role({ granted: ['40', '41'] })] })).toEqual({ ok: true, changes: [] }));
});

test('a change names what a role grants before and after', () => {
  const verdict = decide({ cell: '12.41' });
  expect(verdict).toMatchObject({ ok: true, changes: [{ give: ['41'], take: ['40'], before: ['users.list'], after: ['users.edit'] }] });
  expect(verdict.ok && countChanges(verdict.changes)).toEqual({ given: 1, taken: 1 });
});

test.each<[string, Parameters<typeof decide>, object]>([
  ['admin 15.21: a role that does not exist', [{ cell: ['12.40', '99.41'] }], { status: 422 }],
  ['admin 15.21: a permission that does not exist', [{ cell: ['12.40', '12.99'] }], { status: 422 }],
  [
    'admin 15.21: a role that changed since it was shown',
    [{ cell: ['12.40', '12.41'] }, { roles: [role({ version: '4' })] }],
    { status: 409, stale: [{ id: '12' }] },
  ],
  ['admin 15.21: a role whose version was not sent', [{ versions: '', cell: ['12.40', '12.41'] }], { status: 409 }],
  [
    'access 12.3: giving what one does not hold',
    [{ cell: ['12.40', '12.42'] }, { powers: new Set<PermissionCode>(['users.list']) }],
    { status: 422 },
  ],
  ['access 12.3: taking what one does not hold', [{}, { powers: new Set<PermissionCode>(['users.edit']) }], { status: 422 }],
  [
    'access 12.3: changing a role that can do more',
    [
      { cell: ['12.40', '12.41'] },
      { powers: new Set<PermissionCode>(['users.list', 'users.edit']), roles: [role({ granted: ['40', '42'] })] },
    ],
    { status: 422 },
  ],
])('%s is refused', (_, args, refusal) => expect(decide(...args)).toMatchObject({ ok: false, ...refusal }));
