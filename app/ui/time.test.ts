import { expect, test } from 'vitest';
import { durationInWords, momentInWords } from './time.tsx';

const minute = 60_000;

test.each([
  [0, 'under a minute'],
  [59_999, 'under a minute'],
  [minute, '1 min'],
  [60 * minute, '1 h'],
  [192 * minute, '3 h 12 min'],
  [1440 * minute, '1 d'],
  [1441 * minute, '1 d'],
  [1500 * minute, '1 d 1 h'],
])('%d ms is %s', (milliseconds, words) => expect(durationInWords(milliseconds)).toBe(words));

test('a moment is a day, a time and its zone', () => {
  expect(momentInWords(new Date('2026-11-24T13:31:59Z'))).toBe('24 Nov 2026, 13:31 UTC');
});
