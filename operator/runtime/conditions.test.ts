import { expect, test } from 'vitest';
import {
  type Condition,
  isTrue,
  microTime,
  removeCondition,
  rfc3339,
  setCondition,
} from './conditions.ts';

const then = Date.parse('2026-03-01T08:00:00.000Z');
const now = Date.parse('2026-03-01T09:30:00.250Z');
const ready: Condition = {
  type: 'Ready',
  status: 'True',
  reason: 'Serving',
  message: '2 of 2 pods',
  lastTransitionTime: rfc3339(then),
  observedGeneration: 3,
};
const stalled: Condition = { ...ready, type: 'Stalled', status: 'False' };

test.each([
  ['a new type gets the time of now', [], '2026-03-01T09:30:00Z', 'True'],
  [
    'another status gets the time of now',
    [{ ...ready, status: 'False' as const }],
    '2026-03-01T09:30:00Z',
    'True',
  ],
  ['the same status keeps its time', [ready], '2026-03-01T08:00:00Z', 'True'],
])('%s', (_, before, lastTransitionTime, status) => {
  const { lastTransitionTime: _time, ...update } = { ...ready, reason: 'Other' };
  expect(setCondition(before, update, now)).toEqual([
    { ...ready, reason: 'Other', lastTransitionTime, status },
  ]);
});

test('setting an equal condition changes nothing', () => {
  const { lastTransitionTime: _, ...update } = ready;
  expect(setCondition([stalled, ready], update, now)).toEqual([stalled, ready]);
});

test('the order is kept, new types come last, the input is not modified', () => {
  const before = Object.freeze([ready, stalled]);
  const after = setCondition(
    before,
    { type: 'Drifted', status: 'False', reason: 'InSync', message: '' },
    now,
  );
  expect(after.map(({ type }) => type)).toEqual(['Ready', 'Stalled', 'Drifted']);
});

test("a message is truncated to the API's limit", () => {
  const [condition] = setCondition(
    [],
    { type: 'Ready', status: 'False', reason: 'Failed', message: 'x'.repeat(50_000) },
    now,
  );
  expect(condition?.message).toHaveLength(32_768);
});

test('a condition is true only with status True', () => {
  expect(isTrue([ready, stalled], 'Ready')).toBe(true);
  expect(isTrue([ready, stalled], 'Stalled')).toBe(false);
  expect(isTrue(removeCondition([ready, stalled], 'Ready'), 'Ready')).toBe(false);
});

test('Time has whole seconds and MicroTime six digits', () => {
  expect(rfc3339(now)).toBe('2026-03-01T09:30:00Z');
  expect(microTime(now)).toBe('2026-03-01T09:30:00.250000Z');
});
