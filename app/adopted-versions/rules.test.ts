import { describe, expect, test } from 'vitest';
import { changesBetween, dayFault, versionOn } from './rules.ts';

const text = (label: string, properties: Record<string, string> = {}) => ({ label, properties });

describe('changes between two texts', () => {
  test('equal texts have none, whatever is empty or absent', () =>
    expect(
      changesBetween(text('Board', { description: '' }), text('Board', { objectives: '[]' })),
    ).toEqual([]));

  test('a field without a value equals one with the default', () =>
    expect(
      changesBetween(
        text('Board'),
        text('Board', { status: 'active', holiday_rule: 'keep', cadence_duration_minutes: '60' }),
      ),
    ).toEqual([]));

  test('fields are compared in words, in the order of the form', () =>
    expect(
      changesBetween(
        text('Board', { objectives: '["One"]', meeting_cadence: 'weekly', unknown: 'x' }),
        text('Council', {
          ...{ objectives: '["One","Two"]', meeting_cadence: 'monthly' },
          cadence_duration_minutes: '90',
        }),
      ).map(({ key, before, after }) => [key, before, after]),
    ).toEqual([
      ['label', 'Board', 'Council'],
      ['meeting_cadence', 'Weekly', 'Monthly'],
      ['cadence_duration_minutes', '60 min', '90 min'],
      ['objectives', 'One', 'One\nTwo'],
    ]));
});

describe('spec adopted-versions#in-force', () => {
  const versions = [
    { number: 1, adoptedOn: '2026-01-10' },
    { number: 2, adoptedOn: '2026-03-01' },
    { number: 3, adoptedOn: '2026-03-01' },
  ];
  test.each([
    ['2026-01-09', undefined],
    ['2026-01-10', 1],
    ['2026-02-28', 1],
    ['2026-03-01', 3],
    ['2027-01-01', 3],
  ])('on %s it is number %s', (day, number) =>
    expect(versionOn(versions, day)?.number).toBe(number),
  );
});

test.each([
  ['2026-05-01', undefined, undefined],
  ['2026-05-02', undefined, 'future'],
  ['2026-04-01', '2026-04-01', undefined],
  ['2026-03-31', '2026-04-01', 'before-latest'],
])('spec adopted-versions#adoption: on %s after %s: %s', (day, latest, fault) =>
  expect(dayFault(day, { today: '2026-05-01', latest })).toBe(fault),
);
