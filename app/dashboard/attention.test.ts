import { expect, test } from 'vitest';
import { candidates, item } from '../my-work/candidates.fixture.ts';
import type { Kind } from '../my-work/index.ts';
import type { PermissionCode } from '../ontology/actor.ts';
import { needsOf } from './attention.ts';
import { comingOf, runningOf } from './meetings.ts';

const today = '2026-03-04';
const chair = { standing: { isMember: true, capabilities: ['can_call_meetings'] } };
const meeting = (status: string, meeting_date: string) => item({ status, meeting_date }, chair);

test.each<[string, Kind, ReturnType<typeof item>, PermissionCode[], string]>([
  ['a suggestion', 'suggestions', item({}), ['suggestion.review'], 'suggestions open'],
  [
    'a proposal to approve',
    'proposals',
    item({ status: 'under_review' }),
    ['proposal.approve'],
    'proposals under_review',
  ],
  [
    'an own draft',
    'proposals',
    item({ status: 'draft' }, { isOwn: true }),
    ['proposal.submit'],
    'proposals draft',
  ],
  [
    'an approved proposal',
    'proposals',
    item({ status: 'approved' }),
    ['agenda.queue'],
    'proposals queue',
  ],
  ['a meeting to confirm', 'meetings', meeting('projected', '2026-03-09'), [], 'meetings confirm'],
  ['a meeting of today', 'meetings', meeting('confirmed', today), [], 'meetings start'],
  ['a confirmed meeting of later', 'meetings', meeting('confirmed', '2026-03-05'), [], ''],
  ['a running meeting', 'meetings', meeting('in_progress', today), [], ''],
  [
    'minutes to write',
    'meetings',
    meeting('completed', '2026-03-01'),
    ['minutes.generate'],
    'minutes write',
  ],
  ['minutes to sign', 'minutes', item({ status: 'approved' }), [], 'minutes sign'],
  ['an action item', 'actions', item({ due_date: today }), [], 'actions action'],
  ['an overdue one', 'actions', item({ due_date: '2026-03-03' }), [], 'actions overdue'],
  ['one without a date', 'actions', item({}), [], 'actions action'],
])('spec dashboard#attention: %s', (_, kind, found, held, expected) => {
  const [group] = needsOf(candidates(kind, found), { permissions: new Set(held), today });
  expect(group === undefined ? '' : `${group.kind} ${group.rows[0]?.deed}`).toBe(expected);
});

test('spec dashboard#attention: action items by due date, at most five, all counted', () => {
  const days = ['', '2026-03-09', '2026-03-01', '2026-03-08', '2026-03-02', '2026-03-07'];
  const found = days.map((due_date) => item({ due_date }));
  const [group] = needsOf(candidates('actions', ...found), { permissions: new Set(), today });
  expect(group).toMatchObject({ total: 6, isLeast: false });
  expect(group?.rows.map(({ due }) => due)).toEqual([
    '2026-03-01',
    '2026-03-02',
    '2026-03-07',
    '2026-03-08',
    '2026-03-09',
  ]);
});

test('spec dashboard#attention: a number that may be higher says so', () => {
  const found = Array.from({ length: 60 }, () => item({}));
  const [group] = needsOf(candidates('actions', ...found), { permissions: new Set(), today });
  expect(group).toMatchObject({ total: 60, isLeast: true });
});

test('spec dashboard#meetings: a running meeting, for those who may open it', () => {
  const work = candidates('meetings', meeting('in_progress', today), meeting('confirmed', today));
  expect(runningOf(work, new Set(['meetings.view']))).toEqual([
    { id: '1', committee: 'Board', to: '/tor/9/meetings/1/live' },
  ]);
  expect(runningOf(candidates('meetings', item({ status: 'in_progress' })), new Set())).toEqual([]);
});

test('spec dashboard#meetings: a week of meetings, in the committees of the present', () => {
  const weekly = {
    ...{ today, isMeeting: true, cadence: 'weekly', weekday: 'wednesday', anchor: null },
    ...{ holidayRule: null, holidays: null, time: '10:00', meetings: [] },
  };
  const committee = (id: string, ahead: object, from: string | null = null) => ({
    ...{ id, label: id, vacancies: 0, positions: [{ label: 'Member', from }] },
    ahead: { ...weekly, ...ahead },
  });
  const coming = comingOf(
    [
      committee('late', { time: '14:00' }),
      committee('early', {}),
      committee('none', { cadence: 'ad-hoc' }),
      committee('future', {}, '2026-04-01'),
    ],
    today,
  );
  expect(coming.map(({ committee: { id }, date, status }) => `${id} ${date} ${status}`)).toEqual([
    'early 2026-03-04 projected',
    'late 2026-03-04 projected',
    'early 2026-03-11 projected',
    'late 2026-03-11 projected',
  ]);
});
