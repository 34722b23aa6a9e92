import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCharacter } from '../any-character.fixture.ts';
import { userNameFault } from './user-name.ts';

describe('RFC 8265: a user name consists of letters and digits of one writing direction', () => {
  test.each([
    ...[
      'ann',
      'Ann_2',
      'größe',
      'józef',
      'дмитрий',
      'мария_2',
      'νίκος',
      '山田太郎',
      'ひらがな',
      '김철수',
      'محمد',
      'דוד',
      'दीपक',
      'ab漢字',
    ],
    ...['漢'.repeat(50), '𠮷𠮷', 'Łódź_жжж'],
  ])('%s', (name) => expect(userNameFault(name)).toBeUndefined());

  test.each([
    ['', 'missing'],
    ['a', 'tooShort'],
    ['漢'.repeat(51), 'tooLong'],
    ['admin\u200b', 'invisible'],
    ['ad\u00admin', 'invisible'],
    ['\u202enimda', 'invisible'],
    ['a\nb', 'invisible'],
    ['admin\u0000', 'invisible'],
    ['admin\ufe0f', 'invisible'],
    ['ad\u3164min', 'invisible'],
    ['a b', 'characters'],
    ['a-b', 'characters'],
    ['a@b', 'characters'],
    ['ｄiana', 'characters'],
    ['ﬁona', 'characters'],
    ['Ⅷth', 'characters'],
    ['jo\u0301zef', 'characters'],
    ['\u0301ab', 'characters'],
    ['a\u0640b', 'characters'],
    ['\u1100\u1161', 'characters'],
    ['adminא', 'mixed'],
    ['1دعم', 'mixed'],
    ['م\u0661\u06f1', 'mixed'],
  ])('%j is refused as %s', (name, fault) => expect(userNameFault(name)).toBe(fault));

  test('no text causes a failure, and valid names are NFKC without invisible characters', () =>
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: anyCharacter }), fc.string({ unit: 'grapheme' })),
        (text) => {
          if (userNameFault(text) !== undefined) return;
          expect(text).toBe(text.normalize('NFKC'));
          expect(text).not.toMatch(/[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u);
        },
      ),
    ));
});
