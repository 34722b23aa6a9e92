import { expect, test } from 'vitest';
import { isSnapshot } from './change-store.ts';

test.each([
  ['10:10:', true],
  ['10:20:10,12,19', true],
  ['', false],
  ['10:20', false],
  ['0:5:', false],
  ['20:10:', false],
  ['10:20:9', false],
  ['10:20:20', false],
  ['10:20:12,11', false],
  ['10:20:11,', false],
  ['1:1:; select 1', false],
  ['1:9999999999999999999:', false],
])('%j may be a snapshot of PostgreSQL: %j', (text, expected) => {
  expect(isSnapshot(text)).toBe(expected);
});
