import type { Texts } from '../ui/texts.ts';

/** Texts of meetings. */
export const texts = {
  label: (committee: string, date: string) => `${committee} — ${date}`,
  confirmed: (label: string) => `${label} confirmed.`,
  field: {
    date: 'Date',
    location: 'Location',
    notes: 'Notes',
    number: 'Meeting number',
    classification: 'Classification',
    remote: 'Remote access',
  },
  refused: {
    date: 'Enter a date such as 2026-11-24.',
    past: 'Choose a date that is not in the past.',
    notLater: 'Choose a date after today.',
    exists: 'The committee already has a meeting on this date.',
    notProjected: 'Only a projected meeting can be confirmed.',
    archived: 'The committee is archived. Restore it to call meetings.',
  },
} as const satisfies Texts;
