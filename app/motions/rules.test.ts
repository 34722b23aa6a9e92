import { describe, expect, test } from 'vitest';
import { type Hands, type Motion, type RecordedResult, stateOf } from './motion.ts';
import {
  mayWithdraw,
  mostMotions,
  mostWaiting,
  nextOf,
  presentIn,
  problemOfMoving,
  problemOfOpening,
  problemOfSeconding,
  problemOfSettling,
  votersIn,
} from './rules.ts';

const motion = (part: Partial<Motion> = {}): Motion => ({
  ...{ id: '1', point: '7', kind: 'take_break', wording: '', moverId: 'ann', mover: 'Ann' },
  ...{ movedAt: '2026-11-24T10:00:00Z', seconder: null, openedAt: null, closedAt: null },
  ...{ result: null, hands: null },
  ...part,
});
const opened = { openedAt: '2026-11-24T10:01:00Z' };
const settled = { ...opened, closedAt: '2026-11-24T10:02:00Z', result: 'carried' } as const;
const hands = (yes: number, against: number, abstained: number): Hands => ({
  ...{ for: yes, against, abstained },
});

test('who is present: holders, and substitutes instead of those whom they represent', () => {
  const seats = [
    { isVoting: true, state: 'present', holderId: 'ann' },
    { isVoting: true, state: 'represented', holderId: 'ben', byId: 'cid' },
    { isVoting: true, state: 'excused', holderId: 'dan' },
    { isVoting: true, state: 'absent', holderId: 'eve' },
    { isVoting: true, state: 'vacant' },
    { isVoting: false, state: 'present', holderId: 'flo' },
  ] as const;
  expect([...presentIn(seats)]).toEqual(['ann', 'cid', 'flo']);
  expect([...votersIn(seats)]).toEqual(['ann', 'cid']);
});

const many = (count: number, part: Partial<Motion> = {}) =>
  Array.from({ length: count }, (_, at) => motion({ id: String(at), kind: 'other', ...part }));

describe('spec motions#moving', () => {
  const voters = new Set(['ann']);
  test.each<[string, Partial<Parameters<typeof problemOfMoving>[0]>, string | undefined]>([
    ['by a member with a vote', {}, undefined],
    ['by someone else', { user: 'ben' }, 'notVoter'],
    ['without an item', { item: undefined }, 'noItem'],
    ['when another kind waits', { motions: [motion({ kind: 'close_debate' })] }, undefined],
    ['when the same kind waits', { motions: [motion()] }, 'moved'],
    ['when the same kind is open', { motions: [motion(opened)] }, 'moved'],
    ['when the same kind is settled', { motions: [motion(settled)] }, undefined],
    ['when another motion waits', { kind: 'other', motions: many(1) }, undefined],
    ['when a place is left', { motions: many(mostWaiting - 1) }, undefined],
    ['when too many wait', { motions: many(mostWaiting) }, 'tooMany'],
    ['when many are settled', { motions: many(mostMotions - 1, settled) }, undefined],
    ['when too many are settled', { motions: many(mostMotions, settled) }, 'tooMany'],
  ])('%s', (_, given, problem) =>
    expect(
      problemOfMoving({
        ...{ kind: 'take_break', user: 'ann', item: '7', voters, motions: [] },
        ...given,
      }),
    ).toBe(problem),
  );
});

describe('spec motions#seconding', () => {
  const present = new Set(['ann', 'ben']);
  test.each<[string, Partial<Motion>, string, string | undefined]>([
    ['by another one', {}, 'ben', undefined],
    ['of an open motion', opened, 'ben', undefined],
    ['by its mover', {}, 'ann', 'own'],
    ['by someone absent', {}, 'cid', 'notPresent'],
    ['twice', { seconder: 'Cid' }, 'ben', 'seconded'],
    ['of a settled motion', settled, 'ben', 'settled'],
  ])('%s', (_, part, user, problem) =>
    expect(problemOfSeconding({ motion: motion(part), user, present })).toBe(problem),
  );
});

describe('spec motions#opening', () => {
  const [first, second] = [motion({ id: '1' }), motion({ id: '2' })];
  test.each<[string, Motion, readonly Motion[], string | undefined]>([
    ['the first', first, [first, second], undefined],
    ['the second', second, [first, second], 'notNext'],
    ['the second, after the first', second, [motion({ id: '1', ...settled }), second], undefined],
    ['while one is open', second, [motion({ id: '1', ...opened }), second], 'oneOpen'],
    ['the open one', motion(opened), [motion(opened)], 'oneOpen'],
    ['a settled one', motion(settled), [motion(settled)], 'settled'],
  ])('%s', (_, wanted, motions, problem) =>
    expect(problemOfOpening(wanted, motions)).toBe(problem),
  );

  test('no motion is next while one is open', () => {
    expect(nextOf([first, second])).toBe(first);
    expect(nextOf([first, motion({ id: '3', ...opened })])).toBeUndefined();
    expect(nextOf([])).toBeUndefined();
  });
});

describe('spec motions#results', () => {
  test.each<[string, Partial<Motion>, RecordedResult, Hands | undefined, string | undefined]>([
    ['carried by consent', opened, 'carried', undefined, undefined],
    ['carried', opened, 'carried', hands(3, 2, 2), undefined],
    ['carried with as many against it', opened, 'carried', hands(2, 2, 0), 'notCarried'],
    ['carried by abstentions', opened, 'carried', hands(0, 0, 3), 'notCarried'],
    ['rejected by consent', opened, 'rejected', undefined, undefined],
    [
      'rejected with most for it, as two thirds need',
      opened,
      'rejected',
      hands(4, 3, 0),
      undefined,
    ],
    ['rejected by abstentions', opened, 'rejected', hands(0, 0, 3), undefined],
    ['all votes', opened, 'rejected', hands(0, 7, 0), undefined],
    ['one vote too many', opened, 'carried', hands(5, 2, 1), 'tooManyHands'],
    ['no vote', opened, 'rejected', hands(0, 0, 0), 'noHands'],
    ['one that waits', {}, 'carried', undefined, 'notOpen'],
    ['withdrawn while it waits', {}, 'withdrawn', undefined, undefined],
    ['withdrawn while it is open', opened, 'withdrawn', undefined, undefined],
    ['withdrawn with votes', opened, 'withdrawn', hands(1, 0, 0), 'noVote'],
    ['settled before', settled, 'withdrawn', undefined, 'settled'],
  ])('%s', (_, part, result, shown, problem) =>
    expect(problemOfSettling({ motion: motion(part), result, hands: shown, votes: 7 })).toBe(
      problem,
    ),
  );

  test.each([
    ['the mover, while it waits', {}, 'ann', true],
    ['the mover, once it is open', opened, 'ann', false],
    ['someone else', {}, 'ben', false],
  ])('withdrawn without the chair: %s', (_, part, user, may) =>
    expect(mayWithdraw(motion(part), user)).toBe(may),
  );
});

test('a motion that lapsed is settled', () => {
  expect(stateOf(motion({ result: 'lapsed' }))).toBe('settled');
});
