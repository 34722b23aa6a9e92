import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCharacter } from '../any-character.fixture.ts';
import { isCommonPassword } from './common-passwords.ts';
import { distance, passwordProblems } from './password-rules.ts';

const context = {
  policy: 'stig' as const,
  least: 15,
  userName: 'twrona',
  names: ['Tomasz Wrona', 'Ahlt'],
};
const messages = (password: string, more: object = {}) =>
  passwordProblems(password, { ...context, ...more }).map(({ message }) => message);

test('a good password has no problems', () => {
  expect(messages('Quokka-drizzles-88-vellum')).toEqual([]);
  expect(messages('Wąż-je-żółtą-kaszę-4')).toEqual([]);
});

describe('spec sign-in#passwords: forbidden passwords', () => {
  test.each([
    ['too short', 'Qz8-vellum', {}, 'at least 15 characters; this one has 10'],
    ['too long', `Aa1-${'quokka vellum '.repeat(10)}`, {}, 'at most 128 characters'],
    [
      'without upper case and digits',
      'quokka-drizzles-vellum',
      {},
      'must contain an upper-case letter and a digit',
    ],
    [
      'without anything but letters and digits',
      'QuokkaDrizzles88Vellum',
      {},
      'must contain a special character',
    ],
    ['with the user name', 'Quokka-tWrona-88-vellum', {}, 'must not contain the user name'],
    ['common', 'Password-123456-Welcome!', {}, 'too common'],
    [
      'the current one',
      'Quokka-drizzles-88-vellum',
      { current: 'Quokka-drizzles-88-vellum' },
      'current password',
    ],
    [
      'nearly the current one',
      'Quokka-drizzles-89-vellum',
      { current: 'Quokka-drizzles-88-vellum' },
      'at least 8 characters',
    ],
  ])('%s', (_, password, more, expected) => {
    expect(messages(password, more)).toEqual([expect.stringContaining(expected)]);
  });

  test('all problems are reported at once', () => {
    expect(messages('abc')).toHaveLength(2);
    expect(messages('Password-password')).toHaveLength(2);
  });

  test('characters are counted, not bytes (spec requests#input)', () => {
    expect(messages('🦘-Quokka-88-ve')).toEqual([expect.stringContaining('this one has 14')]);
  });
});

describe('the policy asvs requires length and no common password, and nothing else', () => {
  const asvs = { policy: 'asvs' as const };
  test.each([
    ['without upper case, digits and other characters', 'quokka drizzles vellum', {}],
    ['nearly the current one', 'quokka drizzles vellun', { current: 'quokka drizzles vellum' }],
  ])('%s is allowed', (_, password, more) =>
    expect(messages(password, { ...asvs, ...more })).toEqual([]),
  );
  test.each([
    ['too short', 'quokka vellum', {}, 'at least 15 characters'],
    ['common', 'passwordpassword1', {}, 'too common'],
    ['in a list of breached passwords', 'momsanaladventure', {}, 'exposed in a data breach'],
    ['… in other letters', 'NemVxyHeqdd5oqxyxyzi', {}, 'exposed in a data breach'],
    ['with the user name', 'quokka twrona vellum', {}, 'must not contain the user name'],
    [
      'the current one',
      'quokka drizzles vellum',
      { current: 'quokka drizzles vellum' },
      'current password',
    ],
  ])('%s is refused', (_, password, more, expected) =>
    expect(messages(password, { ...asvs, ...more })).toEqual([expect.stringContaining(expected)]),
  );
});

describe('common passwords', () => {
  test.each([
    'password',
    'P@ssw0rd!',
    'Welcome2024!',
    'qwertyuiop123',
    '1qaz2wsx3edc',
    'aaaaaaaaaaaaaaa',
    'abcdefgh12345678',
    'iloveyou!!!',
    'Summer-2025-Winter',
    'admin1234admin',
    'letmein',
    'Dragon#Monkey7',
    '12345678901234567',
    'abcabcabcabc',
    'Ahlt-Ahlt-2026!',
  ])('%s is one', (password) => expect(isCommonPassword(password, ['Ahlt'])).toBe(true));
  test.each(['kestrel-47-ravine', 'Quokka drizzles vellum', 'xK9#mQ2$vL5@', 'Grüne Gürteltiere'])(
    '%s is none',
    (password) => expect(isCommonPassword(password)).toBe(false),
  );
  test('what belongs to the person is common for them', () => {
    expect(isCommonPassword('Zbigniew1987!', ['Zbigniew Kowalczyk'])).toBe(true);
    expect(isCommonPassword('Zbigniew1987!')).toBe(false);
  });
  test('any text is judged, and in little time', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: anyCharacter, maxLength: 128 }),
        (text) => void isCommonPassword(text, [text]),
      ),
    );
    const started = performance.now();
    isCommonPassword('ab'.repeat(64));
    isCommonPassword('abcdefghij'.repeat(12));
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('distance', () => {
  test.each([
    ['', '', 0],
    ['abc', '', 3],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['flaw', 'lawn', 2],
    ['äöü', 'aou', 3],
  ])('%j to %j is %i', (one, other, expected) => expect(distance(one, other)).toBe(expected));
  test('is the same both ways and never more than the longer text', () =>
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(distance(one, other)).toBe(distance(other, one));
        expect(distance(one, other)).toBeLessThanOrEqual(
          Math.max([...one].length, [...other].length),
        );
      }),
    ));
});
