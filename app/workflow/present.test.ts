import { expect, test } from 'vitest';
import type { Definition, MadeMove } from './definition.ts';
import { wayOf } from './present.ts';

const definition: Definition = {
  scope: 'proposal',
  statuses: ['draft', 'submitted', 'under_review', 'approved', 'rejected'].map((code, at) => ({
    ...{ id: String(at), code, label: code, order: at, isInitial: at === 0 },
    isTerminal: code === 'approved',
  })),
  transitions: (
    [
      ['draft', 'submitted'],
      ['draft', 'rejected', true],
      ['submitted', 'under_review'],
      ['under_review', 'approved'],
      ['under_review', 'rejected', true],
      ['rejected', 'submitted'],
    ] as const
  ).map(([from, to, needsOutcome = false]) => ({
    ...{ id: `${from}-${to}`, from, to, label: to, needsOutcome },
    ...{ permission: null, capability: null, condition: null },
  })),
};

const moves = (...codes: string[]): MadeMove[] =>
  codes.slice(1).map((to, at) => ({
    ...{ from: codes[at] ?? '', to, at: `2026-03-0${at + 1}T09:00:00.000Z`, by: 'Ada' },
    ...{ ground: null, outcome: null, version: 1 },
  }));

test.each<[string, string | undefined, MadeMove[], string]>([
  ['a new item', undefined, [], '[draft] submitted under_review approved'],
  [
    'recorded moves',
    'submitted',
    moves('draft', 'submitted'),
    'draft [submitted] under_review approved',
  ],
  ['an imported item', 'under_review', [], 'draft submitted [under_review] approved'],
  [
    'a rejected one',
    'rejected',
    moves('draft', 'submitted', 'under_review', 'rejected'),
    'draft submitted under_review [rejected]',
  ],
  [
    'a detour is left out',
    'submitted',
    moves('draft', 'submitted', 'under_review', 'rejected', 'submitted'),
    'draft [submitted] under_review approved',
  ],
  [
    'a status that was imported later',
    'approved',
    moves('draft', 'submitted'),
    'draft submitted under_review [approved]',
  ],
  ['an unknown status', 'gone', [], '[gone]'],
])('spec workflow#steps: %s', (_, status, made, expected) => {
  const { steps, current } = wayOf({ ...definition, moves: made, could: {} }, status);
  expect(steps.map(({ code }, at) => (at === current ? `[${code}]` : code)).join(' ')).toBe(
    expected,
  );
});

test('steps behind have their date and name', () => {
  const made = moves('draft', 'submitted');
  const { steps } = wayOf({ ...definition, moves: made, could: {} }, 'submitted');
  expect(steps[1]).toEqual({
    ...{ code: 'submitted', label: 'submitted', by: 'Ada' },
    at: new Date('2026-03-01T09:00:00Z'),
  });
});
