import { expect, test } from 'vitest';
import { statuses } from './minutes.ts';
import { isMove, signsAs } from './rules.ts';

test('spec minutes#status: of nine pairs three are moves', () => {
  const pairs = statuses.flatMap((from) => statuses.map((to) => [from, to] as const));
  expect(pairs.filter(([from, to]) => isMove(from, to))).toEqual([
    ['draft', 'pending_approval'],
    ['pending_approval', 'draft'],
    ['pending_approval', 'approved'],
  ]);
});

const named = { chairId: '1', secretaryId: '2' };
const unnamed = { chairId: null, secretaryId: null };
const [calls, records] = ['can_call_meetings', 'can_record_decisions'];
const signed = (...capacities: ('chair' | 'secretary')[]) => ({
  signatures: capacities.map((capacity) => ({ capacity, by: 'Ann', at: null })),
});

test.each<[string, string, string[], object, string | undefined]>([
  ['the chair', '1', [], { meeting: named }, 'chair'],
  ['the secretary', '2', [], { meeting: named }, 'secretary'],
  ['another member', '3', [calls, records], { meeting: named }, undefined],
  ['a member who calls meetings', '3', [calls, records], { meeting: unnamed }, 'chair'],
  ['a member who records decisions', '3', [records], { meeting: unnamed }, 'secretary'],
  ['a member without capabilities', '3', [], { meeting: unnamed }, undefined],
  ['the chair, once more', '1', [], { record: signed('chair'), signerIds: ['1'] }, undefined],
  [
    'the chair, who is also the secretary, in both capacities',
    '1',
    [],
    { meeting: { chairId: '1', secretaryId: '1' }, record: signed('chair'), signerIds: ['1'] },
    undefined,
  ],
  [
    'a second member who calls meetings and records decisions',
    '4',
    [calls, records],
    { meeting: unnamed, record: signed('chair'), signerIds: ['3'] },
    'secretary',
  ],
  ['the chair, before approval', '1', [], { record: null }, undefined],
])('spec minutes#signatures: %s', (_, id, held, facts, expected) => {
  const asker = { id, isMember: true, capabilities: new Set(held) };
  const state = { meeting: named, record: signed(), signerIds: [], ...facts };
  expect(signsAs(asker, state)).toBe(expected);
});
