import { describe, expect, test } from 'vitest';
import { isCurrent, mayHaveMore } from './rules.ts';
import { newSecret, secretIn } from './secret.ts';
import { texts } from './texts.ts';

describe('spec calendar#subscriptions', () => {
  test.each([
    [0, true],
    [19, true],
    [20, texts.refused.tooMany(20)],
  ])('with %i addresses', (present, verdict) => expect(mayHaveMore(present)).toBe(verdict));

  const current = { etag: '"a"', changedAt: new Date('2026-03-04T10:00:00.700Z') };
  test.each([
    ['nothing', {}, false],
    ['the tag', { noneMatch: '"a"' }, true],
    ['the weak tag among others', { noneMatch: '"b", W/"a"' }, true],
    ['any tag', { noneMatch: '*' }, true],
    [
      'another tag, whatever the date',
      { noneMatch: '"b"', since: 'Wed, 04 Mar 2026 11:00:00 GMT' },
      false,
    ],
    ['the date', { since: 'Wed, 04 Mar 2026 10:00:00 GMT' }, true],
    ['an earlier date', { since: 'Wed, 04 Mar 2026 09:59:59 GMT' }, false],
    ['no date', { since: 'lunch' }, false],
  ])('a client that has %s', (_, asked, isKnown) =>
    expect(isCurrent(asked, current)).toBe(isKnown),
  );

  test('only a well-formed secret is looked up', () => {
    const secret = newSecret();
    expect([secretIn(secret), secretIn(`${secret}.ics`)]).toEqual([secret, secret]);
    for (const other of ['', '.ics', 'ahlt_cal_', `${secret}x`, `${secret}.txt`, ` ${secret}`])
      expect(secretIn(other)).toBeUndefined();
  });
});
