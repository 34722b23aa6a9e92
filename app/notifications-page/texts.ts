import { texts as scriptTexts } from '../ui/script-texts.ts';
import type { Texts } from '../ui/texts.ts';
import { counted } from '../ui/words.ts';

/** Texts of the pages of notifications. */
export const texts = {
  title: 'Notifications',
  lead: (unread: number) =>
    unread === 0 ? 'No unread notifications' : `${scriptTexts.unread.count(unread)} unread`,
  noun: 'notifications',
  offers: {
    list: { label: 'Show my notifications', words: 'notifications bell inbox' },
    choices: { label: 'Choose notifications', words: 'email digest notify preferences' },
  },
  choose: 'Choose notifications',
  columns: {
    notification: 'Notification',
    kind: 'Kind',
    status: 'Status',
    time: 'Time',
    actions: 'Actions',
  },
  filters: {
    kind: 'Kind',
    anyKind: 'Any kind',
    read: 'Read notifications',
    hideRead: 'Hide read',
    showRead: 'Show read',
  },
  unread: 'Unread',
  isRead: 'Read',
  read: 'Mark as read',
  readAll: 'Mark all as read',
  ofNotification: (text: string) => `: ${text}`,
  empty: 'No unread notifications',
  emptyAdvice:
    'Reviews, mentions, action items, decisions and meetings that concern you appear here.',
  showRead: 'Show read notifications',
  done: (count: number) => `${counted(count, 'notification')} marked as read.`,
  problem: { ids: 'Unknown notifications.', none: 'Select at least one notification.' },
  unsubscribe: {
    title: 'Stop emails',
    asks: (what: string) => `Stop emails about: ${what}?`,
    more: 'Notifications still appear in the app.',
    submit: 'Stop emails',
    daily: 'daily notifications',
    doneTitle: 'Emails stopped',
    done: (what: string) => `You get no more emails about: ${what}.`,
    invalid: 'This link is incomplete or no longer valid. Sign in to change your notifications.',
  },
  choices: {
    title: 'Notifications',
    help: 'Every notification appears under the bell, unless you turn its kind off.',
    about: {
      review: 'Someone submits a proposal or suggestion that you may review.',
      mention: 'A comment mentions you.',
      assigned: 'An action item is assigned to you or to a position that you hold.',
      due: 'One of your action items is due within three days, or overdue.',
      decided:
        'A committee of yours records a decision, or decides on your proposal or suggestion.',
      minutes: 'Minutes wait for your approval.',
      meeting: 'A meeting of your committee is moved or cancelled.',
    } as Readonly<Record<string, string>>,
    ways: {
      here: 'In the app',
      email: 'In the app and by email at once',
      digest: 'In the app and in a daily email',
      none: 'Not at all',
    } as Readonly<Record<string, string>>,
    submit: 'Save notifications',
    saved: 'Notifications saved.',
    noEmail: 'Your account has no email address, so nothing is sent by email.',
    own: 'Sign in to change your notifications.',
    unknown: 'Choose one of the options.',
  },
} as const satisfies Texts;
