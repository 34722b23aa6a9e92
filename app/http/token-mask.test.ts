import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskToken, unmaskToken } from './token-mask.ts';

const token = 'aGVsbG8td29ybGQtdGhpcy1pcy1hLXRva2VuLTEyMzQ';

test('a masked token is another every time, and the same behind its mask', () => {
  const masked = Array.from({ length: 50 }, () => maskToken(token));
  expect(new Set(masked).size).toBe(50);
  expect(new Set(masked.map(unmaskToken))).toEqual(new Set([token]));
  expect(masked.some((text) => text.includes(token.slice(0, 6)))).toBe(false);
});

test('an unmasked token is noise', () =>
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(unmaskToken(text)).not.toBe(token);
    }),
  ));
