import { AppError } from '../errors.ts';
import { texts } from './texts.ts';

/**
 * `waiting` for its time or another attempt, `running`, `done`, `dead` after its last attempt,
 * `cancelled` by an administrator.
 */
export const jobStates = ['waiting', 'running', 'done', 'dead', 'cancelled'] as const;
export type JobState = (typeof jobStates)[number];

const firstDelayMs = 10_000;
const longestDelayMs = 60 * 60_000;

/**
 * Milliseconds until the next attempt: 10 seconds, doubled with each one, at most an hour (spec
 * jobs#retries).
 * @param attempt the one that failed, from 1
 * @param random from 0 to 1; it moves the delay by up to a half, so that jobs that failed together
 * aren't tried together
 */
export function backoffMs(attempt: number, random: number): number {
  const delay = Math.min(firstDelayMs * 2 ** (attempt - 1), longestDelayMs);
  return Math.round(delay * (0.5 + random));
}

/** The next state of a job whose attempt failed. */
export const stateAfterFailure = (
  attempt: number,
  maxAttempts: number,
  isRetryable: boolean,
): 'waiting' | 'dead' => (isRetryable && attempt < maxAttempts ? 'waiting' : 'dead');

/** Whether an administrator may run it now: waiting, dead and cancelled jobs. */
export const canRetry = (state: JobState): boolean =>
  state === 'waiting' || state === 'dead' || state === 'cancelled';

/** Whether an administrator may cancel it: waiting, running and dead jobs. */
export const canCancel = (state: JobState): boolean =>
  state === 'waiting' || state === 'running' || state === 'dead';

const longestError = 500;

/**
 * The part of an error that is kept and shown to administrators. Messages for people are kept; others
 * may hold addresses, values and passwords, so only the kind of the error and its code are.
 */
export function errorText(error: unknown): string {
  if (error instanceof AppError) return cut(error.message);
  if (!(error instanceof Error)) return texts.unknownError;
  if (error.name === 'Unretryable') return cut(error.message);
  if (error.name === 'TimeoutError') return texts.deadline;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  return cut(`${nameOf(error)}${code}`);
}

/** Classes of libraries often leave the name of their errors at "error". */
const nameOf = (error: Error): string =>
  error.name === 'error' || error.name === 'Error' ? error.constructor.name : error.name;

const cut = (text: string): string =>
  text.length > longestError ? `${text.slice(0, longestError - 1)}…` : text;
