import { expect, test } from 'vitest';
import { type Ahead, nextMeeting } from './next.ts';

const weekly: Ahead = {
  ...{ today: '2026-03-03', isMeeting: true, cadence: 'weekly', weekday: 'wednesday' },
  ...{ anchor: null, holidayRule: null, holidays: null, time: '10:00', meetings: [] },
};
const stored = (date: string, status: string, occurrence: string | null = null) => ({
  ...{ id: '7', date, status, occurrence },
});

test.each<[string, Partial<Ahead>, string | undefined]>([
  ['the cadence', {}, '2026-03-04 10:00 projected'],
  ['today counts', { today: '2026-03-04' }, '2026-03-04 10:00 projected'],
  ['an ad hoc committee', { cadence: 'ad-hoc' }, undefined],
  ['an archived committee', { isMeeting: false }, undefined],
  ['no time', { time: null }, '2026-03-04 09:00 projected'],
  ['confirmed', { meetings: [stored('2026-03-04', 'confirmed')] }, '2026-03-04 10:00 confirmed'],
  ['cancelled', { meetings: [stored('2026-03-04', 'cancelled')] }, '2026-03-11 10:00 projected'],
  [
    'moved to a later day',
    { meetings: [stored('2026-03-06', 'confirmed', '2026-03-04')] },
    '2026-03-06 10:00 confirmed',
  ],
  [
    'a holiday that is skipped',
    { holidayRule: 'skip', holidays: '2026-03-04' },
    '2026-03-11 10:00 projected',
  ],
])('spec calendar#events: the next meeting with %s', (_, change, expected) => {
  const next = nextMeeting({ ...weekly, ...change });
  expect(next && `${next.date} ${next.time} ${next.status}`).toBe(expected);
});
