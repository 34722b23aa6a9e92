import { expect, test } from 'vitest';
import type { Capacity, Term } from './position.ts';
import { daysLater, ended, movedPosition, overlap, seatsTaken, storedTerms } from './rules.ts';

const term = (since: string | null, until: string | null, capacity: Capacity = 'holder'): Term => ({
  since,
  until,
  capacity,
});
const always = term(null, null);
const march = term('2026-03-01', '2026-03-31');
const april = term('2026-04-01', '2026-04-30');
const midMarch = term('2026-03-10', '2026-04-10');

test.each([
  ['2026-03-01', -1, '2026-02-28'],
  ['2024-02-28', 1, '2024-02-29'],
  ['2026-12-31', 1, '2027-01-01'],
])('%s and %i days', (day, days, result) => expect(daysLater(day, days)).toBe(result));

test.each([
  ['an open term and any other', always, march, true],
  ['terms that follow each other', march, april, false],
  ['terms that share days', midMarch, april, true],
  ['terms that share one day', march, term('2026-03-31', null), true],
])('overlap of %s', (_, one, other, result) => {
  expect(overlap(one, other)).toBe(result);
  expect(overlap(other, one)).toBe(result);
});

test.each<[string, Term[], Term, number]>([
  ['no terms', [], always, 0],
  ['one term', [march], always, 1],
  ['terms that follow each other', [march, april], always, 1],
  ['terms that overlap', [march, midMarch], always, 2],
  ['terms outside of the span', [march, april], term('2026-05-01', null), 0],
  ['an overlap outside of the span', [march, midMarch], april, 1],
  ['a term that begins before the span', [always, april], march, 1],
  ['a substitute', [term(null, null, 'substitute_for'), march], always, 1],
  ['an acting holder', [term(null, null, 'acting'), march], always, 2],
])('spec positions#seats: seats taken by %s', (_, terms, span, seats) =>
  expect(seatsTaken(terms, span)).toBe(seats),
);

const today = '2026-03-15';
test.each<[string, Term, string | undefined, ReturnType<typeof ended>]>([
  ['without dates, at once', always, undefined, { kind: 'ended', term: term(null, '2026-03-14') }],
  ['at once', march, undefined, { kind: 'ended', term: { ...march, until: '2026-03-14' } }],
  ['that began today, at once', term(today, null), undefined, { kind: 'gone' }],
  ['that is planned, at once', april, undefined, { kind: 'gone' }],
  ['today', march, today, { kind: 'ended', term: { ...march, until: today } }],
  ['later', always, '2026-06-30', { kind: 'ended', term: term(null, '2026-06-30') }],
  ['in the past', always, '2026-01-31', { kind: 'ended', term: term(null, '2026-01-31') }],
  ['before its first day', march, '2026-02-28', { kind: 'too-early' }],
  ['after its last day', march, '2026-04-01', { kind: 'too-late' }],
])('spec positions#vacate: ending a term %s', (_, before, lastDay, result) =>
  expect(ended(before, today, lastDay)).toEqual(result),
);

test.each<[string, Term[], object]>([
  ['none', [], {}],
  ['without dates', [always], {}],
  ['one', [march], { since: '2026-03-01', until: '2026-03-31' }],
  [
    'two, in any order',
    [term('2026-06-01', null, 'acting'), march],
    {
      since: '2026-06-01',
      capacity: 'acting',
      terms: '[{"since":"2026-03-01","until":"2026-03-31"}]',
    },
  ],
])('spec positions#terms: stored terms: %s', (_, terms, stored) =>
  expect(storedTerms(terms)).toEqual(stored),
);

const list = [
  { id: 'a', isMandatory: true },
  { id: 'b', isMandatory: true },
  { id: 'c', isMandatory: false },
];
test.each([
  ['a', 'down', ['b', 'a', 'c']],
  ['b', 'up', ['b', 'a', 'c']],
  ['a', 'up', undefined],
  ['b', 'down', undefined],
  ['c', 'up', undefined],
  ['x', 'up', undefined],
] as const)('spec positions#order: %s moves %s', (id, direction, after) =>
  expect(movedPosition(list, id, direction)).toEqual(after),
);
