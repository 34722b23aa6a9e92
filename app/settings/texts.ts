import type { Texts } from '../ui/texts.ts';
import { counted, number } from '../ui/words.ts';

/** Texts of the settings page. */
export const texts = {
  title: 'Settings',
  units: {
    ...{ days: 'days', hours: 'hours', minutes: 'minutes', megabytes: 'MB' },
    ...{ characters: 'characters', passwords: 'passwords', sessions: 'sessions' },
    ...{ attempts: 'attempts', signIns: 'sign-ins' },
  },
  neverRemoved: 'entries are never removed',
  passwordPolicies: {
    asvs: 'ASVS: length, no common password',
    stig: 'STIG: also composition, expiry and history',
  },
  /** By the names that PostgreSQL has for them. */
  searchLanguages: {
    simple: 'Any: words as written',
    ...{ english: 'English', german: 'German', french: 'French', italian: 'Italian' },
    ...{ spanish: 'Spanish', dutch: 'Dutch', norwegian: 'Norwegian', swedish: 'Swedish' },
  },
  lead: 'Settings for all users. The audit log records every change.',
  save: 'Save settings',
  saved: ({ saved, requested }: { readonly saved: number; readonly requested: number }) => {
    if (saved === 0 && requested === 0) return 'Nothing was changed.';
    const parts = [
      ...(saved === 0 ? [] : [`${counted(saved, 'setting')} saved.`]),
      ...(requested === 0
        ? []
        : [
            `${counted(requested, 'change')} ${requested === 1 ? 'needs' : 'need'} confirmation by a second person.`,
          ]),
    ];
    return parts.join(' ');
  },
  pinnedHelp: 'Set by the environment file.',
  securityHelp: 'You need the permission “Manage security settings” to change it.',
  awaits: (value: string) => `The change to ${quoted(value)} needs confirmation.`,
  twoPeople:
    'In prod, a second person with the permission “Manage security settings” must confirm changes.',
  pending: {
    title: 'Changes to confirm',
    line: (label: string, before: string, value: string) =>
      `${label}: from ${quoted(before)} to ${quoted(value)}`,
    by: (name: string) => `Requested by ${name}`,
    until: 'expires',
    confirm: 'Confirm change',
    withdraw: 'Withdraw change',
    ofLabel: (what: string, label: string) => `${what} of ${label}`,
    confirmed: (label: string) => `${label} changed.`,
    withdrawn: (label: string) => `The change of ${label} was withdrawn.`,
    another: 'Another person must confirm it.',
    taken: (label: string, by: string) =>
      `${by} already requested a change of ${label}. Withdraw that change first.`,
    expired: (label: string) => `The change of ${label} has expired. Request it again.`,
    own: (label: string) => `You requested the change of ${label}. Another person must confirm it.`,
    requesterGone: (label: string, by: string) =>
      `${by}, who requested the change of ${label}, may no longer change security settings. Withdraw the change.`,
    movedOn: (label: string) =>
      `${label} has changed since. Withdraw the change and request it again.`,
  },
  pin: {
    unknown: (name: string) => `${name} is not a setting that the environment file can set.`,
  },
  yes: 'Yes',
  no: 'No',
  groups: {
    app: 'Application',
    documents: 'Documents',
    auth: 'Sign-in and passwords',
    audit: 'Audit log',
    warnings: 'Warnings',
    webhooks: 'Webhooks',
    other: 'Other',
  },
  range: (least: number, most: number, unit = '', zero?: string) =>
    `${unit} (${rangeOf(least, most)}${zero === undefined ? '' : '; 0'})`.trim(),
  none: 'No settings.',
  unknown: 'This setting no longer exists.',
  notBoolean: (label: string) => `${label}: choose yes or no.`,
  notNumber: (label: string, least: number, most: number, zero?: string) =>
    `${label}: enter a whole number from ${rangeOf(least, most)}${zero === undefined ? '' : `, or 0 (${zero})`}.`,
  fixed: (label: string) => `${label} is set by the configuration and can't be changed here.`,
  pinned: (label: string, value: string) =>
    `${label} is set to ${quoted(value)} by the environment file. Change it there.`,
  required: (label: string, value: string, environment: string) =>
    `${label} must be ${value === 'true' ? 'yes' : quoted(value)} in ${environment}.`,
  needsSecurity: (label: string) =>
    `${label} is a security setting. You need the permission “Manage security settings”.`,
  needsSecondPerson: (label: string) =>
    `${label} is a security setting. In prod, a second person must confirm the change. Change it on the settings page.`,
  notChoice: (label: string) => `${label}: choose one of the listed values.`,
  missing: (label: string) => `${label} is required.`,
  notDate: (label: string, line: number, found: string) =>
    `${label}: line ${line} has no valid date: ${quoted([...found].slice(0, 40).join(''))}. Write one such as 2026-12-25.`,
  notAddress: (label: string, found: string) =>
    `${label}: ${quoted([...found].slice(0, 40).join(''))} is no network and no host with a port. Write one such as 10.1.0.0/16 or hooks.internal:8443.`,
  tooLong: (label: string, longest: number) =>
    `${label} must be at most ${counted(longest, 'character')}.`,
  stale: (
    label: string,
    value: string,
    last: { readonly by: string; readonly at: string } | null,
  ) => {
    const who = last === null ? 'another user changed it' : `${last.by} changed it on ${last.at}`;
    return `${label} is now ${value === '' ? 'empty' : `“${value}”`}: ${who}. Save again to overwrite it.`;
  },
} satisfies Texts;

const rangeOf = (least: number, most: number): string => `${number(least)} to ${number(most)}`;

/** A value as quoted in a sentence. */
const quoted = (value: string): string => (value === '' ? 'nothing' : `“${value}”`);
