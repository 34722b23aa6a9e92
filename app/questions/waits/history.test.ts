import { expect, test } from 'vitest';
import { type ItemNode, type StepNode, waitsOf } from './history.ts';

const now = new Date('2026-03-11T00:00:00Z');
const micros = (day: string): number => Date.parse(`${day}T00:00:00Z`) * 1000;

const step = (id: number, code: string, more: Partial<StepNode> = {}): StepNode => ({
  ...{ id, code, label: `Step ${code}`, scope: 'proposal', isTerminal: false, isInitial: id === 1 },
  ...more,
});
const steps = [step(1, 'draft'), step(2, 'review'), step(3, 'done', { isTerminal: true })];

const item = (id: number, more: Partial<ItemNode> = {}): ItemNode => ({
  ...{ id, kind: 'proposal', label: `Item ${id}`, committeeId: 9, committee: 'Board' },
  ...{ status: 'review', submitted: '2026-03-01', created: '2026-03-02T00:00:00Z', moves: null },
  ...more,
});
const moved = (...moves: readonly (readonly [string, string])[]): string =>
  JSON.stringify(moves.map(([from, day]) => [from, micros(day)]));

const waits = (...items: readonly ItemNode[]) =>
  waitsOf(steps, items, { now, days: 30 }).map(({ step: at, ...wait }) => [
    at,
    wait.moved,
    wait.median,
    wait.p90,
    wait.waiting,
    wait.oldest,
    wait.oldestId,
  ]);

test('spec questions#waits: an item that never moved waits since it was submitted', () =>
  expect(waits(item(1))).toEqual([['Step review', 0, null, null, 1, 10, '1']]));

test('an item without a status is at the first step, one at an unknown step nowhere', () =>
  expect(waits(item(1, { status: null }), item(2, { status: 'lost' }))).toEqual([
    ['Step draft', 0, null, null, 1, 10, '1'],
  ]));

test('what ended waits no more, and counts for the steps that it left', () =>
  expect(
    waits(
      item(1, { status: 'done', moves: moved(['draft', '2026-03-03'], ['review', '2026-03-07']) }),
      item(2, { moves: moved(['draft', '2026-03-05']) }),
    ),
  ).toEqual([
    ['Step draft', 2, 3, 3.8, 0, null, null],
    ['Step review', 1, 4, 4, 1, 6, '2'],
  ]));

test('moves of earlier days do not count', () =>
  expect(
    waits(item(1, { submitted: '2026-01-01', moves: moved(['draft', '2026-01-09']) })).map(
      ([at, count]) => [at, count],
    ),
  ).toEqual([['Step review', 0]]));
