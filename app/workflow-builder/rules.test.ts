import { expect, test } from 'vitest';
import type { Definition, Status, Transition } from '../workflow/index.ts';
import {
  gapsIn,
  isCode,
  newStatusReasons,
  newTransitionReasons,
  statusDeletionReasons,
  statusReasons,
} from './rules.ts';

const status = (id: string, code: string, marks: Partial<Status> = {}): Status => ({
  ...{ id, code, label: code, order: Number(id), isInitial: false, isTerminal: false },
  ...marks,
});
const transition = (from: string, to: string): Transition => ({
  ...{ id: `${from}${to}`, from, to, label: `${from} ${to}` },
  ...{ permission: null, capability: null, condition: null, needsOutcome: false },
});
const open = status('1', 'open', { isInitial: true });
const work = status('2', 'work');
const done = status('3', 'done', { isTerminal: true });
const lonely = status('4', 'lonely');
const definition: Definition = {
  scope: 'ticket',
  statuses: [open, work, done, lonely],
  transitions: [transition('open', 'work'), transition('work', 'done')],
};
const fields = { label: 'Label', order: 1, isInitial: false, isTerminal: false };
const rule = {
  ...{ label: 'Go', permission: null, capability: null, condition: null },
  needsOutcome: false,
};
const fieldsOf = (reasons: readonly { field?: string }[]) => reasons.map(({ field }) => field);

test.each([
  ['new', true],
  ['a1_b', true],
  ['', false],
  ['New', false],
  ['1a', false],
  ['a-b', false],
  ['x'.repeat(64), false],
])('spec workflow#builder: %s is a code: %s', (text, is) => expect(isCode(text)).toBe(is));

test.each<[string, string, Partial<typeof fields>, (string | undefined)[]]>([
  ['a new status', 'new', {}, []],
  ['without label', 'new', { label: '' }, ['label']],
  ['with an invalid code', 'No', {}, ['status_code']],
  ['with a code that is taken', 'open', {}, ['status_code']],
])('spec workflow#builder: %s', (_, code, changes, refused) =>
  expect(fieldsOf(newStatusReasons(definition, code, { ...fields, ...changes }))).toEqual(refused),
);

test('the initial status keeps its mark until another one gets it', () => {
  expect(fieldsOf(statusReasons(open, fields))).toEqual(['is_initial']);
  expect(statusReasons(open, { ...fields, isInitial: true })).toEqual([]);
  expect(statusReasons(work, fields)).toEqual([]);
});

test.each<[string, Definition, Status, number, boolean]>([
  ['nothing uses it', definition, lonely, 0, false],
  ['a transition uses it', definition, work, 0, true],
  ['items are in it', definition, lonely, 2, true],
  ['routes name it', { ...definition, scope: 'meeting' }, status('9', 'projected'), 0, true],
  ['it is initial', { ...definition, transitions: [] }, open, 0, true],
  [
    'it is initial and the only one',
    { ...definition, statuses: [open], transitions: [] },
    open,
    0,
    false,
  ],
])('a status is not deleted if %s', (_, within, which, items, isRefused) =>
  expect(statusDeletionReasons(within, which, items).length > 0).toBe(isRefused),
);

const permissions = new Set(['tor.edit']);
test.each<
  [string, { from: string; to: string }, Partial<typeof rule> | object, (string | undefined)[]]
>([
  ['between two statuses', { from: '1', to: '3' }, {}, []],
  ['from a status of another workflow', { from: '77', to: '3' }, {}, ['from_status_id']],
  ['to an unknown status', { from: '1', to: '' }, {}, ['to_status_id']],
  ['to itself', { from: '1', to: '1' }, {}, ['to_status_id']],
  ['that exists', { from: '1', to: '2' }, {}, [undefined]],
  ['without label', { from: '1', to: '3' }, { label: '' }, ['label']],
  ['with a permission', { from: '1', to: '3' }, { permission: 'tor.edit' }, []],
  [
    'with an unknown permission',
    { from: '1', to: '3' },
    { permission: 'x' },
    ['required_permission'],
  ],
  ['with a capability', { from: '1', to: '3' }, { capability: 'can_call_meetings' }, []],
  [
    'with an unknown capability',
    { from: '1', to: '3' },
    { capability: 'x' },
    ['required_capability'],
  ],
  ['with a condition', { from: '1', to: '3' }, { condition: 'item_type=decision' }, []],
  ['with a condition on an empty value', { from: '1', to: '3' }, { condition: 'note=' }, []],
  ['with a condition without key', { from: '1', to: '3' }, { condition: '=x' }, ['condition']],
  ['with a text as condition', { from: '1', to: '3' }, { condition: 'always' }, ['condition']],
])('spec workflow#builder: a transition %s', (_, ends, changes, refused) =>
  expect(
    fieldsOf(newTransitionReasons(definition, ends, { ...rule, ...changes }, permissions)),
  ).toEqual(refused),
);

test('gaps are statuses without a way in, and those without a way out that are not final', () => {
  const { unreachable, stuck } = gapsIn(definition);
  expect([unreachable, stuck].map((found) => found.map(({ code }) => code))).toEqual([
    ['lonely'],
    ['lonely'],
  ]);
});
