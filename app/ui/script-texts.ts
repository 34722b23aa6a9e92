import type { Texts } from './texts.ts';
import { counted } from './words.ts';

const shownCount = (count: number): string => (count > 99 ? '99+' : String(count));

/** Texts of scripts. The server uses the same ones, so that they never differ. */
export const texts = {
  show: 'Show',
  hide: 'Hide',
  dismiss: 'Dismiss',
  copy: { button: 'Copy', done: 'Copied', selected: 'Selected, copy it with Ctrl C' },
  left: (count: number) => `${counted(count, 'character')} left`,
  problems: (count: number) => `${counted(count, 'problem')}, nothing was saved`,
  field: {
    unnamed: 'This field',
    missing: (label: string) => `${label} is required`,
    email: 'Enter an email address such as name@example.org',
    wholeNumber: 'Enter a whole number',
    atLeast: (least: string) => `Enter ${least} or more`,
    atMost: (most: string) => `Enter ${most} or less`,
  },
  draft: {
    found: 'This tab has a draft that was not saved.',
    use: 'Use draft',
    drop: 'Delete draft',
  },
  offline: 'No connection. Your input is kept.',
  online: 'Connected again.',
  severity: { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low', info: 'Info' },
  unread: {
    notifications: (unread: number) =>
      unread === 0 ? 'Notifications' : `Notifications, ${shownCount(unread)} unread`,
    count: (count: number) => shownCount(count),
  },
  list: {
    /** Of `count` items, `fresh` are new. */
    news: (count: number, fresh: number) =>
      `${shownCount(count)} ${fresh === 0 ? 'changed' : fresh === count ? 'new' : 'new or changed'}`,
  },
  noAnswer: 'No connection to the server.',
  noAnswerAdvice: 'No connection to the server. Your input is kept; try again when you are online.',
  session: {
    ended: 'Your session has ended',
    signedOut: 'You are signed out. Your input is kept.',
    signIn: 'Sign in',
    advice: 'Sign in again. Your input is kept.',
    endsSoon: 'Your session is about to end',
    endsUnused: (at: string) => `You have been inactive and will be signed out at ${at}.`,
    endsForGood: (at: string) => `Your session reaches its time limit at ${at}. Save your work.`,
    stay: 'Stay signed in',
    signOut: 'Sign out',
    understood: 'Close',
  },
  guard: {
    question: 'Leave without saving?',
    consequence: 'Your changes on this page will be lost.',
    stay: 'Stay on page',
    leave: 'Leave without saving',
  },
  time: {
    now: 'just now',
    minutes: (count: number) => `${count} min ago`,
    hours: (count: number) => `${count} h ago`,
  },
  /** Apple keyboards have another name for the key. */
  searchKeysOfMacs: '⌘ K',
} as const satisfies Texts;
