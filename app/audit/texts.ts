import type { EntityType } from '../ontology/schema.ts';
import type { Texts } from '../ui/texts.ts';
import { counted, number } from '../ui/words.ts';
import { actionTexts } from './action-texts.ts';
import type { AuditFamily } from './actions.ts';
import type { AuditOutcome } from './rules.ts';

const families: Readonly<Record<AuditFamily, string>> = {
  access: 'Refusals',
  auth: 'Sign-in',
  account: 'Own accounts',
  token: 'Access tokens',
  user: 'Users',
  users: 'User exports',
  role: 'Roles',
  menu: 'Menu',
  setting: 'Settings',
  audit: 'Audit log',
  data: 'Import and export',
  graph: 'Graph',
  entity: 'Entities',
  relation: 'Relations',
  tor: 'Terms of Reference',
  suggestion: 'Suggestions',
  proposal: 'Proposals',
  queue: 'Queue',
  agenda_point: 'Agenda points',
  coa: 'Courses of action',
  opinion: 'Opinions',
  decision: 'Decisions',
  meeting: 'Meetings',
  minutes: 'Minutes',
  document: 'Documents',
  warning: 'Warnings',
  workflow_status: 'Workflow statuses',
  workflow_transition: 'Workflow transitions',
};

const targets: Readonly<Partial<Record<EntityType | 'audit' | 'session', string>>> = {
  user: 'User',
  role: 'Role',
  permission: 'Permission',
  setting: 'Setting',
  nav_item: 'Menu entry',
  session: 'Session',
  audit: 'Audit log',
  tor: 'Terms of Reference',
  tor_function: 'Position',
  suggestion: 'Suggestion',
  proposal: 'Proposal',
  agenda_point: 'Agenda point',
  coa: 'Course of action',
  meeting: 'Meeting',
  minutes: 'Minutes',
  document: 'Document',
  warning: 'Warning',
  workflow_status: 'Workflow status',
  workflow_transition: 'Workflow transition',
};

const outcomes: Readonly<Record<AuditOutcome, string>> = {
  success: 'Done',
  refused: 'Refused by a rule',
  denied: 'Not permitted',
  failure: 'Failed',
};

/** Fields and properties whose name says little by itself, as they stand in a sentence. */
const fields: Readonly<Record<string, string>> = {
  isActive: 'active',
  sortOrder: 'place',
  name: 'internal name',
  email: 'e-mail',
  theme_preference: 'theme',
  avatar_data_uri: 'picture',
  'pref.sidebar': 'sidebar',
  'pref.time_zone': 'time zone',
  'pref.users_table_columns': 'columns of the user list',
  'pref.users_views': 'saved views',
  url: 'address',
  parent: 'module',
  group_name: 'group',
  setting_type: 'kind',
  value: 'value',
  requires: 'needed permissions',
};

/** Words of the audit log's page. */
export const texts = {
  imports: {
    created: (file: string | undefined) => (file === undefined ? 'Created by an import' : `Created by the import of ${file}`),
    updated: (file: string | undefined) => (file === undefined ? 'Replaced by an import' : `Replaced by the import of ${file}`),
  },
  title: 'Audit log',
  lead: (days: number) =>
    `Every change, who made it and what it was before. ${days === 0 ? 'Kept for ever.' : `Kept for ${counted(days, 'day')}.`}`,
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
  actions: actionTexts,
  fields,
  families,
  targets,
  outcomes,
  system: 'System',
  gone: 'Deleted user',
  nothing: 'Nothing was recorded yet',
  nothingAdvice: 'Changes, sign-ins and refusals appear here as they happen.',
  chain: {
    intact: 'Chain verified',
    broken: 'Chain broken, found',
    unknown: 'Chain not verified yet',
    verify: 'Verify chain',
    whole: (rows: number) => `The chain is whole: ${counted(rows, 'entry', 'entries')}, each as it was written.`,
    fault: (message: string) => `The chain is broken. ${message} Tell whoever looks after the database.`,
  },
  faults: {
    before: (seq: string, first: bigint, last: bigint) =>
      `Before row ${seq} ${first === last ? `row ${first} is` : `rows ${first} to ${last} are`} missing.`,
    unlinked: (seq: string, previous: string) => `Row ${seq} doesn't follow row ${previous}: it names another digest.`,
    edited: (seq: string) => `Row ${seq} was changed: its content no longer has the digest it was written with.`,
    cutOff: (seq: string, head: string) => `The chain ends at row ${seq}, but ${head} rows were written: the last ones are missing.`,
    otherEnd: (seq: string, head: string) =>
      `The chain ends at row ${seq} with another digest than the one that was written last, at row ${head}.`,
    notedMissing: (seq: string) => `Row ${seq}, which was noted, is missing.`,
    notedEdited: (seq: string) => `Row ${seq} has another digest than the one that was noted.`,
    noEnd: 'The record of where the chain ends is missing.',
    noBeginning: (seq: string) => `No row says that the rows up to ${seq} were removed by age.`,
  },
  pages: 'Pages',
  reached: {
    older: (count: number) =>
      count === 0 ? 'No such entry among those that a page looks through.' : 'Further back, more entries have to be looked through.',
    newer: (count: number) =>
      count === 0 ? 'No such entry among those that a page looks through.' : 'Further on, more entries have to be looked through.',
    back: 'Look further back',
    onwards: 'Look further on',
  },
  newer: 'Newer',
  older: 'Older',
  shown: (count: number) => counted(count, 'entry', 'entries'),
  shownOf: (count: number, total: number) => `${number(count)} of ${counted(total, 'entry', 'entries')}`,
  rows: 'Rows',
  entry: (seq: number) => `Entry ${number(seq)}`,
  request: 'request',
  session: 'session',
  changed: (label: string, before: string, after: string) => `${label} changed from ${before} to ${after}`,
  empty: 'nothing',
  grants: (given: number, taken: number) =>
    given === 0
      ? `${counted(taken, 'permission')} taken`
      : `${counted(given, 'permission')} given${taken === 0 ? '' : `, ${number(taken)} taken`}`,
  given: 'given',
  refused: 'Refused',
  moreFields: (count: number) => `${number(count)} more`,
  problem: {
    action: (text: string) => `There is no action “${text}”.`,
    outcome: (text: string) => `There is no outcome “${text}”.`,
    actor: 'There is no such user.',
    target: 'There is no such target.',
    day: (text: string) => `“${text}” is not a date such as 2026-11-24.`,
    order: 'The first day is after the last one.',
  },
} satisfies Texts;
