import type { Texts } from '../ui/texts.ts';
import { counted, number } from '../ui/words.ts';

/** Words of the settings page. */
export const texts = {
  title: 'Settings',
  lead: 'For everybody who uses this installation. Every change is kept in the audit log.',
  save: 'Save settings',
  saved: (count: number) => (count === 0 ? 'Nothing was changed.' : `${counted(count, 'setting')} saved.`),
  yes: 'Yes',
  no: 'No',
  groups: { app: 'Application', auth: 'Sign-in and passwords', audit: 'Audit log', warnings: 'Warnings', other: 'Other' },
  range: (least: number, most: number, unit = '') => `${unit} (${number(least)} to ${number(most)})`.trim(),
  none: 'There are no settings.',
  unknown: 'There is no such setting any more.',
  notBoolean: (label: string) => `${label}: choose yes or no.`,
  notNumber: (label: string, least: number, most: number) => `${label}: enter a whole number from ${number(least)} to ${number(most)}.`,
  missing: (label: string) => `${label} is missing.`,
  tooLong: (label: string, longest: number) => `${label} may have at most ${counted(longest, 'character')}.`,
  stale: (label: string, value: string, last: { readonly by: string; readonly at: string } | null) => {
    const who = last === null ? 'somebody changed it in the meantime' : `${last.by} changed it on ${last.at} UTC`;
    return `${label} is now ${value === '' ? 'empty' : `“${value}”`}: ${who}. Save again to replace it.`;
  },
} satisfies Texts;
