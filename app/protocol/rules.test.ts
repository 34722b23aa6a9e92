import { expect, test } from 'vitest';
import { minutesOf } from './rules.ts';

test.each([
  ['no steps', [], 0],
  ['their sum', ['5', '30', '0'], 35],
  ['a step without a length', ['10', undefined, ''], 10],
  ['old data that is no number', ['ten', '-5', '5'], 5],
])('spec protocol#length: %s', (_, lengths, sum) =>
  expect(
    minutesOf(
      lengths.map((minutes) => ({
        properties: minutes === undefined ? {} : { default_duration_minutes: minutes },
      })),
    ),
  ).toBe(sum),
);
