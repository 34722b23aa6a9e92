import type { Texts } from '../ui/texts.ts';
import { counted, listed, number } from '../ui/words.ts';

/** Words of sign-in. */
export const texts = {
  title: 'Sign in',
  userName: 'User name',
  password: 'Password',
  submit: 'Sign in',
  wrong: 'User name or password is not right.',
  left: (left: number, lockMinutes: number) =>
    left > 0
      ? `${counted(left, 'attempt')} left before the account is locked ${forHowLong(lockMinutes)}.`
      : `The account is locked ${forHowLong(lockMinutes)}.`,
  blocked: 'Too many failed attempts.',
  retry: (minutes: number) => `Try again in ${counted(minutes, 'minute')}, or ask an administrator to unlock the account.`,
  locked: 'Ask an administrator to unlock the account.',
  signedOut: 'You are signed out.',
  formKept: 'Your session has ended. Sign in again to go back to your form: what you typed is kept, except for passwords and files.',
  resume: {
    title: 'Back to your form',
    text: 'You are signed in again. What you typed is not saved yet.',
    submit: 'Back to the form',
  },
  proof: {
    title: 'Confirm that it is you',
    text: 'You gave your password more than 15 minutes ago, and what you are about to do needs it again. Nothing was saved yet; what you typed is kept.',
    wrong: 'This is not your password. Nothing was saved yet.',
    blocked: 'Too many wrong passwords. Nothing was saved; try again later.',
    submit: 'Confirm and go on',
    confirmed: 'Confirmed for 15 minutes. Start the download again.',
  },
  welcome: (last: string) => `Signed in. Your last sign-in was ${last}.`,
  welcomeFirst: 'Signed in for the first time.',
  failuresSince: (count: number, last: string) =>
    `${counted(count, 'failed attempt')} to sign in with your name since then, the last ${last}. If that was not you, tell an administrator.`,
  problem: {
    missing: (caption: string) => `${caption} is missing.`,
    tooLong: (caption: string, most: number) => `${caption} may have at most ${number(most)} characters.`,
  },
  newPassword: {
    classes: {
      upper: 'an upper-case letter',
      lower: 'a lower-case letter',
      digit: 'a digit',
      other: 'another character',
    },
    tooShort: (least: number, length: number) => `The password needs at least ${least} characters; this one has ${length}.`,
    tooLong: (most: number, length: number) => `The password may have at most ${most} characters; this one has ${length}.`,
    lacks: (classes: readonly string[]) => `The password needs ${listed(classes)}.`,
    holdsName: 'The password may not contain the user name.',
    common: 'This password is among the first that anybody would try. Choose one that is not made of common words, names or rows of keys.',
    breached: 'This password is in a published list of breached passwords. Choose another one.',
    current: 'This is the current password. Choose another one.',
    tooAlike: (least: number) => `The password must differ from the current one in at least ${least} characters.`,
    advice: {
      asvs: (least: number) => `At least ${least} characters. Several words that have nothing to do with each other are best.`,
      stig: (least: number) =>
        `At least ${least} characters with upper and lower case, a digit and another character. Several words that have nothing to do with each other are best.`,
    },
  },
} as const satisfies Texts;

const forHowLong = (lockMinutes: number): string =>
  lockMinutes === 0 ? 'until an administrator unlocks it' : `for ${counted(lockMinutes, 'minute')}`;
