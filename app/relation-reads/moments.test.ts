import { expect, test } from 'vitest';
import { microsecondsOf } from './moments.ts';

test.each([
  ['2026-03-01', 1_772_323_200_000_000],
  ['2026-03-01T00:00:01', 1_772_323_201_000_000],
  ['2026-03-01 00:00:01.5Z', 1_772_323_201_500_000],
  ['2026-03-01T00:01', 1_772_323_260_000_000],
  ['2026-02-31', undefined],
  ['2026-03-01T24:00', undefined],
  ['0000-01-01', undefined],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
])('spec graph#reads: the moment of %s', (text, at) => expect(microsecondsOf(text)).toBe(at));
