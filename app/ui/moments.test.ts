import { expect, test } from 'vitest';
import { durationInWords, fullMoment, type MomentStyle, momentInWords } from './moments.ts';

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

const reading = { now: new Date('2026-11-24T12:00:00Z'), timeZone: 'Europe/Oslo' };

test.each<[string, MomentStyle, string]>([
  ['2026-11-19T09:00:00Z', 'date', '19 Nov 2026'],
  ['2026-11-19T09:00:00Z', 'day', '19 Nov'],
  ['2026-11-19T09:41:00Z', 'moment', '19 Nov 2026, 10:41'],
  ['2026-11-24T09:41:12Z', 'time', '10:41'],
  ['2026-11-24T09:41:12Z', 'exact', '10:41:12'],
  ['2026-11-24T09:41:00Z', 'moment', 'Today, 10:41'],
  ['2026-11-23T23:30:00Z', 'date', 'Today'],
  ['2026-11-23T22:30:00Z', 'date', 'Yesterday'],
  ['2026-11-24T11:59:40Z', 'relative', 'just now'],
  ['2026-11-24T11:57:00Z', 'relative', '3 min ago'],
  ['2026-11-24T09:30:00Z', 'relative', '2 h ago'],
  ['2026-11-23T11:00:00Z', 'relative', 'Yesterday, 12:00'],
  ['2026-11-24T12:01:00Z', 'relative', 'Today, 13:01'],
])('%s as %s is %s', (at, style, words) =>
  expect(momentInWords(new Date(at), style, reading)).toBe(words),
);

test('within a sentence near days begin small', () => {
  const words = (at: string, style: MomentStyle) =>
    momentInWords(new Date(at), style, { ...reading, inSentence: true });
  expect([
    words('2026-11-24T09:41:00Z', 'moment'),
    words('2026-11-23T11:00:00Z', 'relative'),
    words('2026-11-19T09:00:00Z', 'date'),
  ]).toEqual(['today, 10:41', 'yesterday, 12:00', '19 Nov 2026']);
});

test('the full form names month and zone', () => {
  expect(fullMoment(new Date('2026-11-24T09:41:00Z'), reading)).toBe('24 November 2026, 10:41 CET');
});
