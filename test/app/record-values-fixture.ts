import fc from 'fast-check';

// Values of records that exports carry, for random worlds.

/** A moment with microseconds. */
export const moment = fc
  .integer({ min: 0, max: 2 ** 50 })
  .map((n) =>
    new Date(1_600_000_000_000 + (n % 10 ** 11))
      .toISOString()
      .replace('Z', `${String(n % 1000).padStart(3, '0')}Z`),
  );

/** A text with characters of all kinds. */
export const text = (maxLength: number) =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength })
    .map((value) => `x${value.replaceAll('\0', '').toWellFormed()}\u2028`);
