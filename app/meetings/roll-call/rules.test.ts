import { describe, expect, test } from 'vitest';
import type { QuorumPosition } from '../../quorum/index.ts';
import type { StoredAnswer } from '../answer.ts';
import type { RollCallEntry } from '../attendance.ts';
import {
  linesOf,
  parseRollCall,
  presentIn,
  rollCallFrom,
  shownOf,
  vacantIn,
  valuesOf,
  withOthers,
} from './rules.ts';

/** `ann`, or `ann~` for a substitute. */
const holder = (written: string): QuorumPosition['holders'][number] => {
  const username = written.replace('~', '');
  return {
    ...{ userId: `id-${username}`, username, user: username.toUpperCase() },
    capacity: written.endsWith('~') ? 'substitute_for' : 'holder',
  };
};
const seat = (label: string, ...holders: string[]): QuorumPosition => ({
  ...{
    id: label,
    label,
    isMandatory: label === 'Chair',
    isVoting: true,
    weight: 1,
    holders: holders.map(holder),
  },
});
const board = [
  seat('Chair', 'ann', 'sub~'),
  seat('Clerk', 'bea'),
  seat('Adviser', 'ann', 'cid'),
  seat('Spare'),
  seat('Reserve', 'dan~'),
];
const lines = (recorded: RollCallEntry[] = [], answers: StoredAnswer[] = []) =>
  linesOf({ positions: board, recorded, answers });
const answer = (who: string, given: StoredAnswer['answer'], substitute: string | null = null) => ({
  ...{ userId: `id-${who}`, username: who, user: who.toUpperCase() },
  ...{ answer: given, substitute, note: '' },
});

describe('spec meetings#roll-call', () => {
  test('everyone with a seat has one line, with all their positions', () => {
    expect(
      lines().map(({ user, positions, isMandatory }) => [user, positions, isMandatory]),
    ).toEqual([
      ['ANN', ['Chair', 'Adviser'], true],
      ['BEA', ['Clerk'], false],
      ['CID', ['Adviser'], false],
    ]);
    expect(vacantIn(board).map(({ label }) => label)).toEqual(['Spare', 'Reserve']);
  });

  test('substitutes of the own position come first among those who may stand in', () => {
    expect(lines()[0]?.substitutes.map(({ username }) => username)).toEqual([
      ...['sub', 'bea', 'cid', 'dan'],
    ]);
  });

  test('answers fill the lines that nobody recorded', () => {
    const given = [
      answer('ann', 'declined', 'sub'),
      answer('bea', 'accepted'),
      answer('cid', 'tentative'),
    ];
    const filled = lines([{ username: 'bea', status: 'absent' }], given);
    expect(
      filled.map(({ status, isRecorded, representedBy }) => [status, isRecorded, representedBy]),
    ).toEqual([
      ['excused', false, 'sub'],
      ['absent', true, undefined],
      [undefined, false, undefined],
    ]);
    expect(presentIn(filled)).toBe(0);
  });

  test('an entry from elsewhere names a user by display name; the last one counts', () => {
    const recorded: RollCallEntry[] = [
      { username: 'ANN', status: 'absent' },
      { username: 'ANN', status: 'present' },
    ];
    expect(lines(recorded)[0]?.status).toBe('present');
    expect(presentIn(lines(recorded))).toBe(1);
  });
});

describe('spec meetings#representation', () => {
  const line = (user: string, status: string, representedBy = '', arrived = '', left = '') => ({
    ...{ user: `id-${user}`, status, representedBy, arrived, left },
  });

  test('a substitute stands in for who is not there, and counts as present', () => {
    const submitted = [
      line('ann', 'excused', 'sub'),
      line('bea', 'present', 'cid'),
      line('cid', ''),
    ];
    expect(rollCallFrom(lines(), submitted)).toEqual({
      entries: [
        { username: 'ann', status: 'excused', name: 'ANN', represented_by: 'sub' },
        { username: 'bea', status: 'present', name: 'BEA' },
        { username: 'sub', status: 'present', name: 'SUB' },
      ],
    });
  });

  test('times are kept; someone who left no longer counts, and may be followed by a substitute', () => {
    const submitted = [
      line('ann', 'present', 'sub', '', '11:20'),
      line('bea', 'present', '', '10:05'),
      line('cid', 'present', 'dan', '10:00', '10:30'),
    ];
    const result = rollCallFrom(lines(), submitted);
    const entries = 'entries' in result ? [...result.entries] : [];
    expect(entries.slice(0, 3)).toEqual([
      { username: 'ann', status: 'present', name: 'ANN', represented_by: 'sub', left: '11:20' },
      { username: 'bea', status: 'present', name: 'BEA', arrived: '10:05' },
      {
        ...{ username: 'cid', status: 'present', name: 'CID', represented_by: 'dan' },
        ...{ arrived: '10:00', left: '10:30' },
      },
    ]);
    expect(lines(entries).map(({ arrived, left }) => [arrived, left])).toEqual([
      [undefined, '11:20'],
      ['10:05', undefined],
      ['10:00', '10:30'],
    ]);
    expect(presentIn(lines(entries))).toBe(3);
    const alone = rollCallFrom(lines(), [line('ann', 'present', '', '', '11:20')]);
    expect(presentIn(lines('entries' in alone ? [...alone.entries] : []))).toBe(0);
  });

  test('what others recorded meanwhile stays in the lines that were not touched', () => {
    const shown = lines([{ username: 'ann', status: 'present' }], [answer('bea', 'accepted')]);
    const sent = shown.map((each) => ({
      ...{ user: each.userId, ...valuesOf(each), shown: shownOf(valuesOf(each)) },
      ...(each.username === 'cid' && { status: 'absent' }),
    }));
    const now = lines([
      { username: 'ann', status: 'present', left: '10:40' },
      { username: 'cid', status: 'excused' },
    ]);
    expect(withOthers(now, sent).map(({ status, left }) => [status, left])).toEqual([
      ['present', '10:40'],
      // Nobody recorded it, so the answer counts.
      ['present', ''],
      // Both changed it: the last entry counts.
      ['absent', ''],
    ]);
    const programs = sent.map(({ shown: _, ...each }) => each);
    expect(withOthers(now, programs)).toEqual(programs);
  });

  test.each([
    ['a time that is none', [line('ann', 'present', '', '25:00')], { kind: 'time', user: 'ANN' }],
    [
      'leaving before coming',
      [line('ann', 'present', '', '11:00', '11:00')],
      { kind: 'times', user: 'ANN' },
    ],
    [
      'a time of someone who is absent',
      [line('ann', 'absent', '', '', '11:00')],
      { kind: 'not-there', user: 'ANN' },
    ],
    [
      'a time of someone who is not recorded',
      [line('ann', '', '', '10:05')],
      { kind: 'not-there', user: 'ANN' },
    ],
    ['a user without a seat', [line('sub', 'present')], { kind: 'not-member' }],
    [
      'a stranger as substitute',
      [line('ann', 'absent', 'eve')],
      { kind: 'substitute', user: 'ANN' },
    ],
    ['oneself as substitute', [line('bea', 'absent', 'bea')], { kind: 'substitute', user: 'BEA' }],
  ])('%s is refused', (_, submitted, problem) =>
    expect(rollCallFrom(lines(), submitted)).toEqual({ problem }),
  );
});

const text = (length: number) =>
  JSON.stringify([{ username: 'x'.repeat(length), status: 'present' }]);

test.each<[string, string, 'unreadable' | 'too-many' | RollCallEntry[]]>([
  ['an empty list', '[]', []],
  [
    'an entry',
    '[{"username":" Chair ","status":"present"}]',
    [{ username: 'Chair', status: 'present' }],
  ],
  ['a blank name', '[{"username":" ","status":"present"}]', []],
  ['a name of 200 characters', text(200), [{ username: 'x'.repeat(200), status: 'present' }]],
  ['a name of 201 characters', text(201), 'unreadable'],
  [
    'times',
    '[{"username":"a","status":"present","arrived":"10:05","left":"11:20"}]',
    [{ username: 'a', status: 'present', arrived: '10:05', left: '11:20' }],
  ],
  ['a time that is none', '[{"username":"a","status":"present","left":"noon"}]', 'unreadable'],
  ['a time of the absent', '[{"username":"a","status":"absent","left":"11:20"}]', 'unreadable'],
  ['markup', '</script>', 'unreadable'],
  ['an object', '{}', 'unreadable'],
  ['numbers', '[1]', 'unreadable'],
  ['another status', '[{"username":"a","status":"late"}]', 'unreadable'],
  ['no name', '[{"status":"present"}]', 'unreadable'],
  ['a name that is none', '[{"username":1,"status":"present"}]', 'unreadable'],
  [
    'a substitute that is none',
    '[{"username":"a","status":"absent","represented_by":[]}]',
    'unreadable',
  ],
  [
    '501 entries',
    JSON.stringify(Array(501).fill({ username: 'a', status: 'present' })),
    'too-many',
  ],
])('spec meetings#roll-call: as JSON: %s', (_, json, expected) =>
  expect(parseRollCall(json)).toEqual(
    typeof expected === 'string' ? { problem: { kind: expected } } : { entries: expected },
  ),
);
