import { texts as scriptTexts } from '../ui/script-texts.ts';
import type { Texts } from '../ui/texts.ts';
import { counted, listed, number } from '../ui/words.ts';

/** "Chair, Secretary and 3 more" */
const someOf = (labels: readonly string[], total: number): string =>
  listed(total > labels.length ? [...labels, `${number(total - labels.length)} more`] : labels);

/** Texts of warnings. */
export const texts = {
  title: 'Warnings',
  lead: (unread: number) =>
    unread === 0 ? 'No unread warnings' : `${scriptTexts.unread.count(unread)} unread`,
  noun: 'warnings',
  offer: { label: 'Show my warnings', words: 'warnings alerts bell notifications' },
  receipt: 'Receipt of a warning',
  worse: 'Notified again because it got worse',
  restored: 'Dismissal undone',
  forwardedBy: (name: string) => `Forwarded by ${name}`,
  forwardedTo: (name: string) => `Forwarded to ${name}`,
  columns: {
    warning: 'Warning',
    severity: 'Severity',
    category: 'Category',
    status: 'Status',
    time: 'Raised',
    actions: 'Actions',
  },
  filters: {
    severity: 'Severity',
    anySeverity: 'Any severity',
    category: 'Category',
    anyCategory: 'Any category',
    read: 'Read warnings',
    hideRead: 'Hide read',
    showRead: 'Show read',
    deleted: 'Dismissed warnings',
    hideDeleted: 'Hide dismissed',
    showDeleted: 'Show dismissed',
  },
  categories: {
    governance: 'Governance',
    security: 'Security',
    data_integrity: 'Data integrity',
    system: 'System',
  } as Readonly<Record<string, string>>,
  statuses: {
    unread: 'Unread',
    read: 'Read',
    forwarded: 'Forwarded',
    deleted: 'Dismissed',
    resolved: 'Resolved',
    active: 'Active',
  } as Readonly<Record<string, string>>,
  events: {
    created: 'Received',
    read: 'Read',
    forwarded: 'Forwarded',
    deleted: 'Dismissed',
    resolved: 'Resolved',
  } as Readonly<Record<string, string>>,
  system: 'System',
  empty: 'No unread warnings',
  emptyAdvice: 'Warnings appear here when something needs your attention.',
  showRead: 'Show read warnings',
  read: 'Mark as read',
  dismiss: 'Dismiss',
  restore: 'Restore',
  ofWarning: (message: string) => `: ${message}`,
  bulk: {
    none: 'Select at least one warning.',
    invalid: 'Unknown warnings.',
    read: (count: number) => `${counted(count, 'warning')} marked as read.`,
    dismiss: (count: number) => `${counted(count, 'warning')} dismissed.`,
    restore: (count: number) => `${counted(count, 'warning')} restored.`,
  },
  detail: {
    short: 'Warning',
    facts: 'Facts',
    status: 'Status',
    category: 'Category',
    source: 'Source',
    raised: 'Raised',
    updated: 'Updated',
    causedBy: 'Caused by',
    details: 'Details',
    open: 'Open page',
    timeline: 'My history',
    notMine: 'This warning was not sent to you.',
    recipients: 'Recipients',
    recipient: 'Recipient',
    since: 'Since',
    forward: 'Forward',
    forwardTo: 'Forward to',
    forwardHelp: 'The user gets this warning in their own list.',
    forwardSubmit: 'Forward warning',
    dismiss: 'Dismiss warning',
    restore: 'Restore warning',
    resolve: 'Resolve for all recipients',
  },
  saved: {
    read: 'Warning marked as read.',
    dismissed: 'Warning dismissed.',
    restored: 'Warning restored.',
    resolved: 'Warning resolved for all recipients.',
    forwarded: (name: string) => `Warning forwarded to ${name}.`,
  },
  refused: {
    notSent: 'This warning was not sent to you, so you can’t change its status.',
    resolved: 'This warning is already resolved.',
    target: 'Choose an active user.',
    self: 'This warning is already yours. Choose another user.',
    access: 'This warning was not sent to you.',
  },
  messages: {
    usersWithoutRole: (count: number) =>
      `${counted(count, 'active user has', 'active users have')} no role`,
    databaseSize: (size: number, limit: number) =>
      `Database size: ${number(size)} MB, threshold ${number(limit)} MB`,
    graphRefusals: (count: number) =>
      `Graph: ${counted(count, 'change was', 'changes were')} refused`,
    graphCorrections: (count: number) =>
      `Graph: ${counted(count, 'difference', 'differences')} from the database corrected`,
    failedSignIns: (user: string, count: number) =>
      `${counted(count, 'failed sign-in')} to the account of ${user} within an hour`,
    proposalWaiting: (proposal: string, days: number) =>
      `Proposal “${proposal}” has waited for a review for ${counted(days, 'day')}`,
    suggestionOpen: (suggestion: string, days: number) =>
      `Suggestion “${suggestion}” has been open for ${counted(days, 'day')}`,
    withoutRelations: (count: number) =>
      `${counted(count, 'entity has', 'entities have')} no relations`,
    missingProperties: (count: number) =>
      `${counted(count, 'entity lacks', 'entities lack')} required properties`,
    auditRetention: (days: number) =>
      `Audit log: entries older than ${counted(days, 'day')} not removed`,
    userCreated: (user: string) => `User ${user} created`,
    usersImported: (count: number) => `${counted(count, 'user')} created by an import`,
    userDeleted: (user: string) => `User ${user} deleted`,
    permissionsChanged: (role: string) => `Permissions of the role ${role} changed`,
    webhookDisabled: (name: string, isGone: boolean) =>
      isGone
        ? `Webhook ${name} disabled: endpoint gone`
        : `Webhook ${name} disabled: no success for a day`,
    workflowChanged: (committee: string, count: number) =>
      `${committee}: ${counted(count, 'item')} moved in the workflow today`,
    vacancies: (committee: string, labels: readonly string[], total: number) =>
      `${committee}: ${counted(total, 'mandatory position is', 'mandatory positions are')} vacant: ${someOf(labels, total)}`,
  },
} as const satisfies Texts;
