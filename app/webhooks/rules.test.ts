import { describe, expect, test } from 'vitest';
import { afterAttempt, mostAttempts } from './rules.ts';

const now = new Date('2026-03-18T12:00:00Z');
const hours = (n: number) => n * 3_600_000;
const ago = (ms: number) => new Date(now.getTime() - ms);
const refused = { outcome: 'status', status: 500 } as const;
const given = { answered: refused, attempts: 1, failingSince: null, now, random: 0 };

describe('spec webhooks#retries', () => {
  test('a message is tried ten times, over three days', () => {
    const seconds = Array.from({ length: mostAttempts }, (_, place) => {
      const next = afterAttempt({ ...given, attempts: place + 1 });
      return next.state === 'failed' ? 'failed' : (next.dueAt.getTime() - now.getTime()) / 1000;
    });
    expect(seconds).toEqual([
      ...[5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400],
      'failed',
    ]);
  });

  test('retries are spread by up to a tenth', () => {
    const { dueAt } = afterAttempt({ ...given, attempts: 2, random: 1 });
    expect(dueAt.getTime() - now.getTime()).toBe(330_000);
  });

  test('a success ends failing', () => {
    const delivered = { outcome: 'delivered', status: 204 } as const;
    expect(afterAttempt({ ...given, answered: delivered, failingSince: ago(hours(30)) })).toEqual({
      state: 'delivered',
      dueAt: now,
      failingSince: null,
    });
  });

  test.each([
    ['the first failure', null, undefined],
    ['failures for less than a day', ago(hours(24) - 1), undefined],
    ['failures for a day', ago(hours(24)), 'failures'],
  ])('%s', (_what, failingSince, disables) => {
    const next = afterAttempt({ ...given, attempts: 2, failingSince });
    expect(next).toMatchObject({ state: 'waiting', failingSince: failingSince ?? now });
    expect(next.disables).toBe(disables);
  });

  test('status 410 ends the message and disables at once', () => {
    const gone = { outcome: 'status', status: 410 } as const;
    expect(afterAttempt({ ...given, answered: gone })).toMatchObject({
      ...{ state: 'failed', disables: 'gone' },
    });
  });
});
