import fc from 'fast-check';

/**
 * Any Unicode character, including control characters, as the unit of `fc.string`. The library's
 * `binary` covers the same, but its setup takes seconds per test file.
 */
export const anyCharacter = fc
  .oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 0x24f }) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 0xd7ff }) },
    { weight: 2, arbitrary: fc.integer({ min: 0xe000, max: 0x10_ffff }) },
  )
  .map((code) => String.fromCodePoint(code));
