import type { Texts } from './texts.ts';
import { counted } from './words.ts';

/** Words that scripts say. Where the server says the same it takes them from here, so the two never differ. */
export const texts = {
  show: 'Show',
  hide: 'Hide',
  dismiss: 'Dismiss',
  copy: { button: 'Copy', done: 'Copied', selected: 'Selected, copy it with Ctrl C' },
  left: (count: number) => `${counted(count, 'character')} left`,
  problems: (count: number) => `${counted(count, 'problem')}, nothing was saved`,
  field: {
    unnamed: 'This field',
    missing: (label: string) => `${label} is missing`,
    email: 'Enter an e-mail address such as name@example.org',
    wholeNumber: 'Enter a whole number',
    atLeast: (least: string) => `Enter ${least} or more`,
    atMost: (most: string) => `Enter ${most} or less`,
  },
  offline: 'No connection. What you type stays here.',
  noAnswer: 'No connection to the server.',
  noAnswerAdvice: 'No connection to the server. What you typed is kept; try again when you are online.',
  session: {
    ended: 'Your session has ended',
    advice: 'Sign in again. What you typed is kept.',
    endsSoon: 'Your session is about to end',
    endsUnused: (at: string) => `Nothing was done here for a while, so you will be signed out at ${at}.`,
    endsForGood: (at: string) =>
      `You have been signed in for as long as one session may last. It ends at ${at}: save what you are working on.`,
    stay: 'Stay signed in',
    signOut: 'Sign out',
    understood: 'Close',
  },
  guard: {
    question: 'Leave without saving?',
    consequence: 'What you changed on this page is lost.',
    stay: 'Stay here',
    leave: 'Leave without saving',
  },
  time: { now: 'just now', minutes: (count: number) => `${count} min ago`, hours: (count: number) => `${count} h ago` },
  /** On the keyboards of some computers the key for commands has another name. */
  searchKeysOfMacs: '⌘ K',
} as const satisfies Texts;
