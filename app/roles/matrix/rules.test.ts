import { describe, expect, test } from 'vitest';
import type { PermissionCode } from '../../ontology/actor.ts';
import type { Powers } from '../rules.ts';
import { countChanges, decideMatrix, isOpen, type MatrixRole } from './rules.ts';
import { matrixInput } from './schema.ts';
import { texts } from './texts.ts';

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
const sent = (fields: Record<string, string | string[]>) =>
  matrixInput.parse({ versions: '12.3 13.1', seen: '12.40', ...fields });
const decide = (
  fields: Record<string, string | string[]>,
  { powers = everything, roles = [role()] } = {},
) => decideMatrix(powers, sent(fields), roles, permissions);

describe('parsing the form', () => {
  test.each<[string, Record<string, string | string[]>, string[], string[]]>([
    ['every box as it was', { perm_12_40: 'on' }, [], []],
    ['one more box', { perm_12_40: 'on', perm_12_41: 'on' }, ['41'], []],
    ['one box less', {}, [], ['40']],
    [
      'a script sends the difference alone',
      { seen: '', give: '12.41', take: '12.40' },
      ['41'],
      ['40'],
    ],
    [
      'a value that is no cell is ignored',
      {
        perm_12_40: 'on',
        perm_: 'on',
        perm_12: 'on',
        perm_12_40_1: 'on',
        perm_0_1: 'on',
        perm_x_y: 'on',
      },
      [],
      [],
    ],
  ])('%s', (_, fields, given, taken) => {
    const { give, take } = sent(fields);
    expect([give, take].map((cells) => cells.map(({ permission }) => permission))).toEqual([
      given,
      taken,
    ]);
  });
});

describe('spec roles#matrix: boxes that were not shown are kept', () => {
  test('a grant of a permission that the page did not show is no difference', () =>
    expect(decide({ perm_12_40: 'on' }, { roles: [role({ granted: ['40', '42'] })] })).toEqual({
      ok: true,
      changes: [],
    }));

  test('a box already checked by another user is no change', () =>
    expect(
      decide({ perm_12_40: 'on', perm_12_41: 'on' }, { roles: [role({ granted: ['40', '41'] })] }),
    ).toEqual({
      ok: true,
      changes: [],
    }));
});

test('a change has the permissions of a role before and after', () => {
  const verdict = decide({ perm_12_41: 'on' });
  expect(verdict).toMatchObject({
    ok: true,
    changes: [{ give: ['41'], take: ['40'], before: ['users.list'], after: ['users.edit'] }],
  });
  expect(verdict.ok && countChanges(verdict.changes)).toEqual({ given: 1, taken: 1 });
});

test.each<[string, Parameters<typeof decide>, object]>([
  [
    'spec roles#matrix: a role that does not exist',
    [{ perm_12_40: 'on', perm_99_41: 'on' }],
    { status: 422 },
  ],
  [
    'spec roles#matrix: a permission that does not exist',
    [{ perm_12_40: 'on', perm_12_99: 'on' }],
    { status: 422 },
  ],
  [
    'spec roles#matrix: a role that changed since it was shown',
    [{ perm_12_40: 'on', perm_12_41: 'on' }, { roles: [role({ version: '4' })] }],
    { status: 409, stale: [{ id: '12' }] },
  ],
  [
    'spec roles#matrix: a role whose version was not sent',
    [{ versions: '', perm_12_40: 'on', perm_12_41: 'on' }],
    { status: 409 },
  ],
  [
    'spec permissions#no-escalation: giving what one does not hold',
    [{ perm_12_40: 'on', perm_12_42: 'on' }, { powers: new Set<PermissionCode>(['users.list']) }],
    { status: 422 },
  ],
  [
    'spec permissions#no-escalation: taking what one does not hold',
    [{}, { powers: new Set<PermissionCode>(['users.edit']) }],
    { status: 422 },
  ],
  [
    'spec permissions#no-escalation: changing a role that can do more',
    [
      { perm_12_40: 'on', perm_12_41: 'on' },
      {
        powers: new Set<PermissionCode>(['users.list', 'users.edit']),
        roles: [role({ granted: ['40', '42'] })],
      },
    ],
    { status: 422 },
  ],
])('%s is refused', (_, args, refusal) =>
  expect(decide(...args)).toMatchObject({ ok: false, ...refusal }),
);

describe('a refusal has a reason', () => {
  const roles = [role(), role({ id: '13', label: 'Chair', version: '2' })];
  const both = { perm_12_40: 'on', perm_12_41: 'on', perm_13_41: 'on' };
  test.each<[string, Parameters<typeof decide>, object]>([
    [
      'an unknown role',
      [{ perm_12_40: 'on', perm_99_41: 'on' }],
      { reasons: [{ message: texts.unknownRole }], stale: [] },
    ],
    [
      'an unknown permission',
      [{ perm_12_40: 'on', perm_12_99: 'on' }],
      { reasons: [{ message: texts.unknownPermission }] },
    ],
    [
      'the one role of two that was changed',
      [both, { roles }],
      { reasons: [{ message: texts.stale('Chair') }], stale: [{ id: '13' }], status: 409 },
    ],
    [
      'the one of two that can do more',
      [
        { ...both, versions: '12.3 13.2' },
        {
          roles: [role(), role({ id: '13', version: '2', granted: ['40', '42'] })],
          powers: new Set<PermissionCode>(['users.list', 'users.edit']),
        },
      ],
      { reasons: [{ message: expect.stringContaining('tor.edit') }], status: 422 },
    ],
  ])('%s', (_, args, refusal) => expect(decide(...args)).toMatchObject({ ok: false, ...refusal }));
});

test('each role gets its own cells, and what it grants besides stays', () => {
  const roles = [
    role({ granted: ['40', '42'] }),
    role({ id: '13', version: '1', granted: ['42', '41'] }),
  ];
  const verdict = decide(
    { seen: '12.40', perm_12_40: 'on', perm_12_41: 'on', perm_13_40: 'on' },
    { roles },
  );
  expect(verdict).toMatchObject({
    changes: [
      {
        role: { id: '12' },
        give: ['41'],
        take: [],
        before: ['tor.edit', 'users.list'],
        after: ['tor.edit', 'users.edit', 'users.list'],
      },
      {
        role: { id: '13' },
        give: ['40'],
        take: [],
        before: ['tor.edit', 'users.edit'],
        after: ['tor.edit', 'users.edit', 'users.list'],
      },
    ],
  });
});

test('a box that was never checked revokes nothing', () =>
  expect(decide({ seen: '', take: '12.41' })).toEqual({ ok: true, changes: [] }));

test('revoked permissions are removed, others are kept', () =>
  expect(
    decide({ seen: '', take: '12.40' }, { roles: [role({ granted: ['40', '42'] })] }),
  ).toMatchObject({
    changes: [{ take: ['40'], after: ['tor.edit'] }],
  }));

test('a column is editable by users who hold all of its permissions', () => {
  expect(isOpen(everything, ['users.list'])).toBe(true);
  expect(isOpen(new Set<PermissionCode>(['users.list']), ['users.list', 'users.edit'])).toBe(false);
});
