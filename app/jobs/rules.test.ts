import { describe, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { Unretryable } from './job.ts';
import {
  backoffMs,
  canCancel,
  canRetry,
  errorText,
  jobStates,
  stateAfterFailure,
} from './rules.ts';

describe('spec jobs#retries', () => {
  test.each([
    ['the first failure', 1, 0.5, 10_000],
    ['the second', 2, 0.5, 20_000],
    ['the seventh', 7, 0.5, 640_000],
    ['the tenth, at most an hour', 10, 0.5, 3_600_000],
    ['one after a thousand', 1000, 0.5, 3_600_000],
    ['the shortest delay', 1, 0, 5_000],
    ['the longest delay', 1, 1, 15_000],
  ])('the delay after %s', (_, attempt, random, delay) =>
    expect(backoffMs(attempt, random)).toBe(delay),
  );

  test.each([
    ['an attempt that is left', 1, 3, true, 'waiting'],
    ['the last attempt', 3, 3, true, 'dead'],
    ['an attempt beyond the last', 4, 3, true, 'dead'],
    ['a failure that would only repeat', 1, 3, false, 'dead'],
  ])('a job after %s', (_, attempt, most, isRetryable, state) =>
    expect(stateAfterFailure(attempt, most, isRetryable)).toBe(state),
  );
});

test('spec jobs#page: what may be retried and cancelled', () => {
  expect(jobStates.filter(canRetry)).toEqual(['waiting', 'dead', 'cancelled']);
  expect(jobStates.filter(canCancel)).toEqual(['waiting', 'running', 'dead']);
});

const withCode = (code: string) => Object.assign(new Error('to postgres://a:b@host'), { code });

test.each([
  ['an error for people', new AppError('x', { message: 'The disk is full.' }), 'The disk is full.'],
  ['one that would only repeat', new Unretryable('The payload is wrong.'), 'The payload is wrong.'],
  [
    'a deadline',
    AbortSignal.abort(new DOMException('', 'TimeoutError')).reason,
    'The run took longer than its deadline.',
  ],
  ['one with a code', withCode('ECONNREFUSED'), 'Error ECONNREFUSED'],
  ['one of a class', new TypeError('password=hunter2'), 'TypeError'],
  ['no error at all', 'password=hunter2', 'Unknown error'],
  ['a long one', new AppError('x', { message: 'x'.repeat(600) }), `${'x'.repeat(499)}…`],
])('spec jobs#errors: %s is kept without secrets', (_, error, text) =>
  expect(errorText(error)).toBe(text),
);
