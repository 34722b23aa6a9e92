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
  range: (least: number, most: number, unit = '', zero?: string) =>
    `${unit} (${rangeOf(least, most)}${zero === undefined ? '' : '; 0'})`.trim(),
  none: 'There are no settings.',
  unknown: 'There is no such setting any more.',
  notBoolean: (label: string) => `${label}: choose yes or no.`,
  notNumber: (label: string, least: number, most: number, zero?: string) =>
    `${label}: enter a whole number from ${rangeOf(least, most)}${zero === undefined ? '' : `, or 0 (${zero})`}.`,
  fixed: (label: string) => `${label} comes from the configuration and can't be changed here.`,
  pinned: (label: string, value: string) => `${label} is set to ${quoted(value)} by the environment file. Change it there.`,
  required: (label: string, value: string, environment: string) =>
    `${label} must be ${value === 'true' ? 'yes' : quoted(value)} in ${environment}.`,
  needsSecurity: (label: string) => `${label} is a security setting: changing it needs the permission Manage Security Settings.`,
  needsSecondPerson: (label: string) =>
    `${label} is a security setting: in prod a second person confirms its change. Change it on the settings page.`,
  notChoice: (label: string) => `${label}: choose one of the values that are offered.`,
  missing: (label: string) => `${label} is missing.`,
  tooLong: (label: string, longest: number) => `${label} may have at most ${counted(longest, 'character')}.`,
  stale: (label: string, value: string, last: { readonly by: string; readonly at: string } | null) => {
    const who = last === null ? 'somebody changed it in the meantime' : `${last.by} changed it on ${last.at} UTC`;
    return `${label} is now ${value === '' ? 'empty' : `“${value}”`}: ${who}. Save again to replace it.`;
  },
} satisfies Texts;

const rangeOf = (least: number, most: number): string => `${number(least)} to ${number(most)}`;

/** A value as it is quoted in a sentence. */
const quoted = (value: string): string => (value === '' ? 'nothing' : `“${value}”`);
