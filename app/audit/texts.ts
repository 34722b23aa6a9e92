import { auditActions, auditFamilies, nouns } from '../declarations.ts';
import type { Texts } from '../ui/texts.ts';
import { counted, number } from '../ui/words.ts';
import type { AuditOutcome } from './outcome.ts';

const targets: Readonly<Record<string, string>> = {
  ...nouns,
  session: 'Session',
  audit: 'Audit log',
};

const outcomes: Readonly<Record<AuditOutcome, string>> = {
  success: 'Done',
  refused: 'Refused by a rule',
  denied: 'Not permitted',
  failure: 'Failed',
};

/** Labels of fields and properties whose names are unclear, for use in a sentence. */
const fields: Readonly<Record<string, string>> = {
  isActive: 'active',
  sortOrder: 'place',
  name: 'internal name',
  email: 'email',
  theme_preference: 'theme',
  avatar_data_uri: 'picture',
  'pref.sidebar': 'sidebar',
  'pref.time_zone': 'time zone',
  'pref.users_table_columns': 'columns of the user list',
  'pref.users_views': 'saved views of users',
  'pref.tors_table_columns': 'columns of the list of committees',
  'pref.tors_views': 'saved views of committees',
  'pref.my_work_views': 'saved views of “My work”',
  url: 'address',
  parent: 'module',
  group_name: 'group',
  setting_type: 'kind',
  value: 'value',
  requires: 'required permissions',
};

/** Texts of the audit log page. */
export const texts = {
  entries: 'entries',
  imports: {
    created: (file: string | undefined) =>
      file === undefined ? 'Created by an import' : `Created by the import of ${file}`,
    updated: (file: string | undefined) =>
      file === undefined ? 'Replaced by an import' : `Replaced by the import of ${file}`,
  },
  title: 'Audit log',
  lead: (days: number) =>
    `All changes with user, time and previous values. ${days === 0 ? 'Kept forever.' : `Kept for ${counted(days, 'day')}.`}`,
  export: 'Export CSV',
  noun: 'audit log',
  search: 'Name, action',
  columns: { at: 'Time', actor: 'User', action: 'Action', target: 'Target', summary: 'Summary' },
  filters: {
    action: 'Action',
    allActions: 'All actions',
    target: 'Target',
    allTargets: 'All targets',
    actor: 'User',
    anyone: 'Anyone',
    outcome: 'Outcome',
    allOutcomes: 'All outcomes',
    from: 'From',
    to: 'to',
  },
  actions: auditActions,
  fields,
  /** A long text in the log. */
  shortened: (start: string, length: number) => `${start}… (${counted(length, 'character')})`,
  families: auditFamilies,
  targets,
  outcomes,
  system: 'System',
  gone: 'Deleted user',
  nothing: 'No entries yet',
  nothingAdvice: 'Changes, sign-ins and denied requests appear here.',
  chain: {
    intact: 'Chain verified',
    broken: 'Chain broken, found',
    unknown: 'Chain not verified yet',
    verify: 'Verify chain',
    whole: (rows: number) => `The chain is intact: ${counted(rows, 'entry', 'entries')} verified.`,
    fault: (message: string) =>
      `The chain is broken. ${message} Contact the database administrator.`,
  },
  faults: {
    before: (seq: string, first: bigint, last: bigint) =>
      `Before row ${seq} ${first === last ? `row ${first} is` : `rows ${first} to ${last} are`} missing.`,
    unlinked: (seq: string, previous: string) =>
      `Row ${seq} doesn't follow row ${previous}: its digest of that row differs.`,
    edited: (seq: string) => `Row ${seq} was changed: its content does not match its digest.`,
    cutOff: (seq: string, head: string) =>
      `The chain ends at row ${seq}, but ${head} rows were written: the last ones are missing.`,
    otherEnd: (seq: string, head: string) =>
      `The chain ends at row ${seq}, but its digest differs from the last one written, at row ${head}.`,
    notedMissing: (seq: string) => `Witness row ${seq} is missing.`,
    notedEdited: (seq: string) => `Row ${seq} does not match the digest of its witness.`,
    noEnd: 'The record of the end of the chain is missing.',
    noBeginning: (seq: string) =>
      `No entry records that the rows up to ${seq} were removed by age.`,
  },
  pages: 'Pages',
  reached: {
    older: (count: number) =>
      count === 0
        ? 'No match in the entries searched so far.'
        : 'Older entries were not searched yet.',
    newer: (count: number) =>
      count === 0
        ? 'No match in the entries searched so far.'
        : 'Newer entries were not searched yet.',
    back: 'Search older entries',
    onwards: 'Search newer entries',
  },
  newer: 'Newer',
  older: 'Older',
  shown: (count: number) => counted(count, 'entry', 'entries'),
  shownOf: (count: number, total: number) =>
    `${number(count)} of ${counted(total, 'entry', 'entries')}`,
  rows: 'Rows',
  entry: (seq: number) => `Entry ${number(seq)}`,
  request: 'request',
  session: 'session',
  changed: (label: string, before: string, after: string) =>
    `${label} changed from ${before} to ${after}`,
  empty: 'nothing',
  grants: (given: number, taken: number) =>
    given === 0
      ? `${counted(taken, 'permission')} revoked`
      : `${counted(given, 'permission')} granted${taken === 0 ? '' : `, ${number(taken)} revoked`}`,
  given: 'granted',
  refused: 'Refused',
  moreFields: (count: number) => `${number(count)} more`,
  problem: {
    action: (text: string) => `Unknown action “${text}”.`,
    outcome: (text: string) => `Unknown outcome “${text}”.`,
    actor: 'Unknown user.',
    target: 'Unknown target.',
    day: (text: string) => `“${text}” is not a date such as 2026-11-24.`,
    order: 'The first day is after the last day.',
  },
} satisfies Texts;
