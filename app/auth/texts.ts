import type { Texts } from '../ui/texts.ts';
import { counted } from '../ui/words.ts';

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
  ended: {
    'signed-out': 'You are signed out.',
    session: 'That session has ended.',
  } as Readonly<Record<string, string>>,
  proof: {
    title: 'Confirm that it is you',
    text: 'You gave your password more than 15 minutes ago, and what you are about to do needs it again. Nothing was saved yet; what you typed is kept.',
    wrong: 'This is not your password. Nothing was saved yet.',
    blocked: 'Too many wrong passwords. Nothing was saved; try again later.',
    submit: 'Confirm and go on',
  },
  welcome: (last: string) => `Signed in. Your last sign-in was ${last}.`,
  welcomeFirst: 'Signed in for the first time.',
  failuresSince: (count: number, last: string) =>
    `${counted(count, 'failed attempt')} to sign in with your name since then, the last ${last}. If that was not you, tell an administrator.`,
} as const satisfies Texts;

const forHowLong = (lockMinutes: number): string =>
  lockMinutes === 0 ? 'until an administrator unlocks it' : `for ${counted(lockMinutes, 'minute')}`;
