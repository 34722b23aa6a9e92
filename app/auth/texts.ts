import type { Texts } from '../ui/texts.ts';
import { counted, listed, number } from '../ui/words.ts';

/** Texts of sign-in. */
export const texts = {
  /** The meaning of 0 in the settings. */
  zero: {
    length: '15, in development 8',
    maxAge: 'never',
    lock: 'until an administrator unlocks it',
  },
  title: 'Sign in',
  userName: 'User name',
  password: 'Password',
  submit: 'Sign in',
  wrong: 'User name or password is incorrect.',
  left: (left: number, lockMinutes: number) =>
    left > 0
      ? `${counted(left, 'attempt')} left before the account is locked ${forHowLong(lockMinutes)}.`
      : `The account is locked ${forHowLong(lockMinutes)}.`,
  blocked: 'Too many failed attempts.',
  retry: (minutes: number) =>
    `Try again in ${counted(minutes, 'minute')}, or ask an administrator to unlock the account.`,
  locked: 'Ask an administrator to unlock the account.',
  signedOut: 'You are signed out.',
  formKept:
    'Your session has ended. Sign in again to return to your form. Your input is kept, except passwords and files.',
  resume: {
    title: 'Return to your form',
    text: 'You are signed in again. Your input is not saved yet.',
    submit: 'Return to form',
  },
  proof: {
    title: 'Confirm your identity',
    text: 'Enter your password again: more than 15 minutes have passed. Nothing was saved yet; your input is kept.',
    wrong: 'Incorrect password. Nothing was saved yet.',
    blocked: 'Too many wrong passwords. Nothing was saved; try again later.',
    submit: 'Confirm identity',
    confirmed: 'Confirmed for 15 minutes. Start the download again.',
  },
  welcome: (last: string) => `Signed in. Your last sign-in was ${last}.`,
  welcomeFirst: 'Signed in for the first time.',
  failuresSince: (count: number, last: string) =>
    `${counted(count, 'failed sign-in attempt')} with your user name since then, the last ${last}. If this was not you, contact an administrator.`,
  problem: {
    missing: (caption: string) => `${caption} is required.`,
    tooLong: (caption: string, most: number) =>
      `${caption} must be at most ${number(most)} characters.`,
  },
  newPassword: {
    classes: {
      upper: 'an upper-case letter',
      lower: 'a lower-case letter',
      digit: 'a digit',
      other: 'a special character',
    },
    tooShort: (least: number, length: number) =>
      `The password must be at least ${least} characters; this one has ${length}.`,
    tooLong: (most: number, length: number) =>
      `The password must be at most ${most} characters; this one has ${length}.`,
    lacks: (classes: readonly string[]) => `The password must contain ${listed(classes)}.`,
    holdsName: 'The password must not contain the user name.',
    common: 'This password is too common. Avoid common words, names and keyboard rows.',
    breached: 'This password was exposed in a data breach. Choose another one.',
    current: 'This is the current password. Choose another one.',
    tooAlike: (least: number) =>
      `The password must differ from the current one in at least ${least} characters.`,
    advice: {
      asvs: (least: number) => `At least ${least} characters. Several unrelated words are best.`,
      stig: (least: number) =>
        `At least ${least} characters with upper and lower case, a digit and a special character. Several unrelated words are best.`,
    },
  },
} as const satisfies Texts;

const forHowLong = (lockMinutes: number): string =>
  lockMinutes === 0 ? 'until an administrator unlocks it' : `for ${counted(lockMinutes, 'minute')}`;
