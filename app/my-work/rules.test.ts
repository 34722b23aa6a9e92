import { expect, test } from 'vitest';
import type { PermissionCode } from '../ontology/actor.ts';
import { candidates, item } from './candidates.fixture.ts';
import { tasksIn, tasksOf } from './rules.ts';
import type { Candidate, Kind, WorkFilter } from './work.ts';

const planner = { standing: { isMember: true, capabilities: ['can_manage_agenda'] } };
const chair = { standing: { isMember: true, capabilities: ['can_call_meetings'] } };

test.each<[string, Kind, Candidate, PermissionCode[], string]>([
  [
    'a suggestion for a reviewer',
    'suggestions',
    item({ status: 'open' }),
    ['suggestion.review'],
    'accepted rejected',
  ],
  ['a suggestion for others', 'suggestions', item({ status: 'open' }), ['suggestion.view'], ''],
  [
    'an own draft',
    'proposals',
    item({ status: 'draft' }, { isOwn: true }),
    ['proposal.submit'],
    'submitted',
  ],
  [
    'a draft of another user',
    'proposals',
    item({ status: 'draft' }),
    ['proposal.submit', 'proposal.approve'],
    '',
  ],
  [
    'a rejected proposal, for its author',
    'proposals',
    item({ status: 'rejected' }, { isOwn: true }),
    ['proposal.submit'],
    'submitted',
  ],
  [
    'a submitted one, for a reviewer',
    'proposals',
    item({ status: 'submitted' }),
    ['proposal.review'],
    'under_review',
  ],
  [
    'a submitted one, for its author',
    'proposals',
    item({ status: 'submitted' }, { isOwn: true }),
    ['proposal.submit'],
    '',
  ],
  ['an approved one', 'proposals', item({ status: 'approved' }), ['agenda.queue'], 'queue'],
  ['an approved one, without the permission', 'proposals', item({ status: 'approved' }), [], ''],
  [
    'a meeting, for its chair',
    'meetings',
    item({ status: 'confirmed' }, chair),
    [],
    'in_progress cancelled',
  ],
  ['a meeting, for a member', 'meetings', item({ status: 'confirmed' }), ['meetings.view'], ''],
  ['its minutes', 'meetings', item({ status: 'completed' }), ['minutes.generate'], 'write'],
  ['its minutes, for a member', 'meetings', item({ status: 'completed' }), ['meetings.view'], ''],
  ['a decision item', 'opinions', item({ status: 'scheduled' }), ['agenda.participate'], 'opinion'],
  ['a decision item, for a reader', 'opinions', item({ status: 'scheduled' }), ['agenda.view'], ''],
  [
    'minutes to approve',
    'minutes',
    item({ status: 'pending_approval' }),
    ['minutes.approve'],
    'approve',
  ],
  [
    'minutes to approve, for their author',
    'minutes',
    item({ status: 'pending_approval' }),
    ['minutes.edit'],
    '',
  ],
  ['minutes to complete', 'minutes', item({ status: 'draft' }), ['minutes.edit'], 'submit'],
  ['approved minutes to sign', 'minutes', item({ status: 'approved' }), [], 'sign'],
  ['a point without an agenda', 'agenda', item({}, planner), [], 'schedule'],
  ['a point without an agenda, for a member', 'agenda', item({}), ['agenda.manage'], ''],
  ['a point without an agenda, for an editor', 'agenda', item({}), ['tor.edit'], 'schedule'],
  ['an open ballot', 'ballots', item({ status: 'voted' }), ['agenda.participate'], 'vote'],
  ['an open ballot, for a reader', 'ballots', item({ status: 'voted' }), ['agenda.view'], ''],
  ['an action item', 'actions', item({ status: 'open' }), [], 'action'],
])('spec my-work#tasks: %s', (_, kind, found, held, expected) => {
  const [task] = tasksOf(candidates(kind, found), new Set(held));
  expect(task?.step ?? task?.moves.map(({ to }) => to).join(' ') ?? '').toBe(expected);
});

test.each<[string, Kind, Partial<Candidate>, string | undefined]>([
  ['an action item', 'actions', item({ due_date: '2026-03-09' }), '2026-03-09'],
  ['one without a date', 'actions', item({ due_date: '' }), undefined],
  [
    'a meeting',
    'meetings',
    item({ status: 'confirmed', meeting_date: '2026-03-05' }, chair),
    '2026-03-05',
  ],
  [
    'one without minutes',
    'meetings',
    item({ status: 'completed', meeting_date: '2026-03-01' }),
    undefined,
  ],
  [
    'an opinion for a meeting',
    'opinions',
    item({ scheduled_date: '2026-03-01' }, { meets: '2026-03-08' }),
    '2026-03-08',
  ],
  ['an open ballot', 'ballots', item({ scheduled_date: '2026-03-01' }), '2026-03-01'],
  [
    'a point without an agenda',
    'agenda',
    item({ scheduled_date: '2026-03-07' }, planner),
    '2026-03-07',
  ],
  ['a suggestion', 'suggestions', item({ status: 'open' }), undefined],
])('spec my-work#order: %s is due', (_, kind, found, expected) => {
  const all = ['minutes.generate', 'agenda.participate', 'suggestion.review'] as const;
  expect(tasksOf(candidates(kind, item({}, found)), new Set(all))[0]?.due).toBe(expected);
});

test('spec my-work#order: overdue ones first, then the soonest, then the oldest without a date', () => {
  const given = [
    ['', '2026-03-02'],
    ['2026-03-09', '2026-03-03'],
    ['2026-02-01', '2026-03-03'],
    ['', '2026-03-01'],
    ['2026-03-09', '2026-03-01'],
  ];
  const found = given.map(([due_date = '', day], at) =>
    item({ due_date }, { id: `${at}`, since: `${day}T00:00:00Z` }),
  );
  const ids = tasksOf(candidates('actions', ...found), new Set()).map(({ id }) => id);
  expect(ids.join('')).toBe('24130');
});

test('the oldest comes first', () => {
  const found = ['2026-03-03', '2026-03-01', '2026-03-02'].map((day) =>
    item({ status: 'open' }, { id: day, since: `${day}T00:00:00Z` }),
  );
  expect(tasksOf(candidates('actions', ...found), new Set()).map(({ id }) => id)).toEqual([
    '2026-03-01',
    '2026-03-02',
    '2026-03-03',
  ]);
});

test.each<[string, Partial<WorkFilter>, string]>([
  ['nothing', {}, '1 2 3'],
  ['a kind', { kind: 'minutes' }, '3'],
  ['a committee', { committee: '8' }, '2'],
  ['a word of an item, in any case', { search: 'FENCE' }, '1 2'],
  ['words of an item and its committee, in any order', { search: 'audit  fence' }, '2'],
  ['signs that have no special meaning', { search: '%' }, ''],
  ['all of them', { kind: 'actions', committee: '9', search: 'new' }, '1'],
])('spec my-work#filters: %s', (_, filter, expected) => {
  const audit = { id: '8', label: 'Audit' };
  const { items, ...rest } = candidates(
    'actions',
    item({}, { label: 'New fence' }),
    item({}, { id: '2', label: 'Old fence', committee: audit }),
  );
  const minutes = [item({ status: 'draft' }, { id: '3', label: 'Minutes' })];
  const tasks = tasksOf({ ...rest, items: { ...items, minutes } }, new Set(['minutes.edit']));
  const found = tasksIn(tasks, { committee: undefined, kind: undefined, search: '', ...filter });
  expect(
    found
      .map(({ id }) => id)
      .toSorted()
      .join(' '),
  ).toBe(expected);
});
