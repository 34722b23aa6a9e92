import { expect, test } from 'vitest';
import { isSnapshot, laterOf, visibleIn } from './snapshot.ts';

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

test('a snapshot contains ended transactions: those that began before, and did not run', () => {
  const isVisible = visibleIn('10:15:10,12');
  const ids = ['9', '10', '11', '12', '13', '14', '15', '16'];
  expect(ids.filter(isVisible)).toEqual(['9', '11', '13', '14']);
});

test.each([
  ['10:15:10,12', '10:16:10,12', '10:16:10,12'],
  ['12:15:12', '10:15:10,12', '12:15:12'],
  ['10:15:10,12', '15:15:', '15:15:'],
  ['9:9:', '10:10:', '10:10:'],
])('of %s and %s, %s is later', (one, other, later) => {
  expect([laterOf(one, other), laterOf(other, one)]).toEqual([later, later]);
});
