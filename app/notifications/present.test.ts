import { expect, test } from 'vitest';
import { kindInWords, notificationInWords } from './present.ts';

test.each([
  [{ what: 'proposal', item: 'Budget', by: 'Ann' }, 'Ann asks you to review the proposal “Budget”'],
  [{ what: 'mention', item: 'Budget', by: null }, 'Someone mentioned you in a comment on “Budget”'],
  [
    { what: 'overdue', item: 'Call', day: '2026-03-04' },
    'Action item “Call” is overdue since 4 Mar 2026',
  ],
  [{ what: 'of a later version', item: 'Budget' }, 'Budget'],
  [{ what: 'toString', item: 'Budget' }, 'Budget'],
])('%j in words', (details, words) => expect(notificationInWords({ details })).toBe(words));

test('a kind of a later version is shown by its name', () =>
  expect(kindInWords({ kind: 'later' })).toBe('later'));
