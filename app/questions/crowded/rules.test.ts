import { expect, test } from 'vitest';
import type { Seat } from '../../relation-reads/index.ts';
import { crowdedPeople } from './rules.ts';

const seat = (userId: string, positionId: string, committeeId = positionId): Seat => ({
  ...{ userId, user: `User ${userId}`, isActive: true, positionId, position: positionId },
  ...{ committeeId, committee: committeeId, capabilities: [] },
  ...{ since: null, until: null, capacity: 'holder' },
});

test('spec questions#crowded: positions count once, people above the limit are listed, most first', () => {
  const seats = [
    ...['a', 'b', 'c'].map((position) => seat('1', position, 'board')),
    ...['a', 'b', 'b'].map((position) => seat('2', position)),
    ...['a', 'b', 'c', 'd'].map((position) => seat('3', position)),
  ];
  const found = crowdedPeople(seats, [{ userId: '3', codes: ['x', 'y'] }], 2);
  expect(
    found.map(({ userId, seats: own, committees, permissions }) => [
      ...[userId, own.length, committees, permissions],
    ]),
  ).toEqual([
    ['3', 4, 4, 2],
    ['1', 3, 1, 0],
  ]);
});
