import { expect, test } from 'vitest';
import { dayOf } from './days.ts';
import { upcomingDates } from './upcoming.ts';

const holidays = new Set(['2026-12-25', '2027-01-01'].map(dayOf));
const weekly = { cadence: 'weekly', weekday: 'friday', anchor: '', holidayRule: 'skip' };

test.each([
  ['weekly, without holidays', {}, ['2026-12-18', '2027-01-08', '2027-01-15']],
  [
    'moved from holidays',
    { holidayRule: 'next_working_day' },
    ['2026-12-18', '2026-12-28', '2027-01-04'],
  ],
  ['monthly', { cadence: 'monthly' }, ['2027-02-05', '2027-03-05', '2027-04-02']],
  [
    'every two weeks from a week',
    { cadence: 'biweekly', anchor: '2026-12-15' },
    ['2026-12-18', '2027-01-15', '2027-01-29'],
  ],
  ['with a day that is none', { anchor: 'soon', weekday: 'someday' }, []],
  ['ad hoc', { cadence: 'ad-hoc' }, []],
] as const)('spec calendar#cadences: the next dates %s', (_, typed, dates) =>
  expect(upcomingDates({ ...weekly, ...typed }, { today: '2026-12-15', holidays }, 3)).toEqual(
    dates,
  ),
);
