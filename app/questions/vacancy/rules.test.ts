import { expect, test } from 'vitest';
import type { Seat } from '../../relation-reads/index.ts';
import type { WaitingItem } from '../waiting-item.ts';
import { capabilityLosses, leaderlessMeetings, leavers, stuckItems } from './rules.ts';
import type { ComingMeeting } from './scene.ts';

const seat = (user: string, position: string, changes: Partial<Seat> = {}): Seat => ({
  ...{ userId: user, user, isActive: true, positionId: position, position },
  ...{ committeeId: 'board', committee: 'Board', capabilities: [] },
  ...{ since: null, until: null, capacity: 'holder' },
  ...changes,
});
const calls = { capabilities: ['can_call_meetings'] };
const places = [
  { id: 'chair', label: 'Chair', capabilities: ['can_call_meetings', 'can_record_decisions'] },
  { id: 'deputy', label: 'Deputy', capabilities: ['can_call_meetings'] },
];
const order = ['can_call_meetings', 'can_manage_agenda', 'can_record_decisions'];
const lost = (positionId: string | undefined, seats: readonly Seat[]) =>
  capabilityLosses({ committeeId: 'board', positionId, places }, seats, order).map(
    ({ capability, others }) => `${capability}: ${others.join(', ')}`,
  );

test.each([
  ['a position nobody else can stand in for', 'chair', [seat('ada', 'chair', calls)], ''],
  ['… another active member can', 'chair', [seat('ben', 'deputy', calls)], 'ben'],
  [
    '… a member whose account is inactive',
    'chair',
    [seat('ben', 'deputy', { ...calls, isActive: false })],
    '',
  ],
  [
    '… a member of another committee',
    'chair',
    [seat('ben', 'deputy', { ...calls, committeeId: 'x' })],
    '',
  ],
  ['… the holder, who fills a second position', 'chair', [seat('ada', 'deputy', calls)], 'ada'],
  ['the whole committee', undefined, [seat('ben', 'deputy', calls)], ''],
] as const)('spec questions#vacancy: capabilities of %s', (_, position, seats, others) =>
  expect(lost(position, seats)).toEqual([`can_call_meetings: ${others}`, 'can_record_decisions: ']),
);

test('items are stuck if their next step needs what nobody keeps', () => {
  const item = (id: string, ...needs: string[]) => ({ id, needs }) as unknown as WaitingItem;
  const losses = [
    { capability: 'can_record_decisions', others: [] },
    { capability: 'can_call_meetings', others: ['ben'] },
  ];
  const found = stuckItems(losses, [
    item('decide', 'can_record_decisions', 'can_manage_agenda'),
    item('call', 'can_call_meetings'),
    item('free'),
  ]);
  expect(found.map(({ item: { id }, needs }) => [id, needs])).toEqual([
    ['decide', ['can_record_decisions']],
  ]);
});

test('a meeting lacks a leader who is not named, or leaves the committee', () => {
  const named = (id: string) => ({ id, label: id });
  const meeting = (chair: string | null, secretary: string | null): ComingMeeting => ({
    ...{ id: `${chair}`, label: 'Meeting', date: '2026-01-01' },
    chair: chair === null ? null : named(chair),
    secretary: secretary === null ? null : named(secretary),
  });
  const vacant = { committeeId: 'board', positionId: 'chair', places };
  const seats = [
    seat('ada', 'chair'),
    seat('ben', 'deputy'),
    seat('cem', 'chair'),
    seat('cem', 'deputy'),
  ];
  const lacks = leaderlessMeetings(vacant, seats, [
    meeting('ada', 'ben'),
    meeting('cem', 'ben'),
    meeting(null, 'ben'),
    meeting('cem', 'ada'),
  ]).map(({ meeting: { id }, lacksChair, lacksSecretary }) => [id, lacksChair, lacksSecretary]);
  expect(lacks).toEqual([
    ['ada', true, false],
    ['null', true, false],
    ['cem', false, true],
  ]);
});

test('who leaves keeps the positions elsewhere', () => {
  const seats = [seat('ada', 'chair'), seat('ada', 'member', { committeeId: 'x', committee: 'X' })];
  const [ada] = leavers({ committeeId: 'board', positionId: undefined, places }, seats);
  expect(ada?.elsewhere.map(({ committee }) => committee)).toEqual(['X']);
});
