import { expect, test } from 'vitest';
import { withDaysOfFiles } from './holiday-file.ts';
import { problemOf } from './rules.ts';

const today = new Date('2026-06-01T00:00:00Z');

const file = (...events: readonly (readonly string[])[]) =>
  [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//EN'],
    ...events.flatMap((lines, n) => ['BEGIN:VEVENT', `UID:${n}`, ...lines, 'END:VEVENT']),
    'END:VCALENDAR',
  ].join('\r\n');

test.each<[string, string, string]>([
  ['dates alone', '2026-12-25, 2026-12-26', '2026-12-25, 2026-12-26'],
  [
    'a day, after typed ones',
    `2026-01-01 New Year\n${file(['DTSTART;VALUE=DATE:20261225', 'SUMMARY:Christmas\\, day one'])}`,
    '2026-01-01 New Year\n2026-12-25 Christmas day one',
  ],
  [
    'several days, whose end is not one of them, and no name',
    file(['DTSTART;VALUE=DATE:20261230', 'DTEND;VALUE=DATE:20270102']),
    '2026-12-30\n2026-12-31\n2027-01-01',
  ],
  [
    'an event with a time, and a cancelled one',
    file(
      ['DTSTART:20260501T080000Z', 'DTEND:20260501T180000Z', 'SUMMARY:Outing'],
      ['DTSTART;VALUE=DATE:20260601', 'STATUS:CANCELLED'],
    ),
    '2026-05-01 Outing',
  ],
  [
    'a repeating event, from last year to five years ahead, without exceptions',
    file([
      'DTSTART;VALUE=DATE:19700501',
      'RRULE:FREQ=YEARLY',
      'EXDATE;VALUE=DATE:20280501',
      'SUMMARY:May Day',
    ]),
    [2025, 2026, 2027, 2029, 2030, 2031].map((year) => `${year}-05-01 May Day`).join('\n'),
  ],
  [
    'two files',
    `${file(['DTSTART;VALUE=DATE:20260101'])}\n${file(['DTSTART;VALUE=DATE:20260102'])}`,
    '2026-01-01\n2026-01-02',
  ],
])('spec calendar#holidays: %s', (_, pasted, value) =>
  expect(withDaysOfFiles(pasted, today)).toBe(value),
);

const holidays = { name: 'app.holidays', label: 'Holidays', type: 'text' } as const;

test.each<[string, string, string | undefined]>([
  ['nothing', '', undefined],
  [
    'dates in a line, and names',
    '2026-12-25,2026-12-26 Boxing Day;\n\n2027-01-01 New Year',
    undefined,
  ],
  [
    'a day that does not exist',
    '2026-12-25\n2026-02-30',
    'Holidays: line 2 has no valid date: “2026-02-30”. Write one such as 2026-12-25.',
  ],
  [
    'another order',
    '2026-12-25, 25.12.2027',
    'Holidays: line 1 has no valid date: “25.12.2027”. Write one such as 2026-12-25.',
  ],
  [
    'a file that is invalid',
    withDaysOfFiles('BEGIN:VCALENDAR\nX\nEND:VCALENDAR', today),
    'Holidays: line 1 has no valid date: “BEGIN:VCALENDAR”. Write one such as 2026-12-25.',
  ],
])('spec calendar#holidays: a value with %s', (_, value, problem) =>
  expect(problemOf(holidays, value)).toBe(problem),
);
