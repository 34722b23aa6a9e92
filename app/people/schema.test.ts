import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCharacter } from '../any-character.fixture.ts';
import { newUserInput, selection, userInput } from './schema.ts';

const fields = { username: 'ann', email: 'ann@example.com', initial: 'generated' };

describe('spec people#fields: fields of a user', () => {
  test('blanks around them go, and the display name falls back to the user name', () => {
    expect(
      newUserInput.parse({
        username: ' ann ',
        email: ' ann@example.com ',
        display_name: '  ',
        initial: 'generated',
      }),
    ).toMatchObject({
      ...{ username: 'ann', email: 'ann@example.com', display_name: 'ann' },
      ...{ is_active: undefined, roles: [], roles_shown: false, initial: 'generated' },
    });
  });

  test.each([
    ['the box was not shown', {}, undefined],
    ['it was left empty', { status_shown: 'true' }, false],
    ['it is ticked', { status_shown: 'true', is_active: 'true' }, true],
    ['a program says so', { is_active: 'false' }, false],
  ])('whether the account is active: %s', (_, sent, expected) => {
    expect(newUserInput.parse({ ...fields, ...sent }).is_active).toBe(expected);
  });

  test('spec requests#input: length counts characters, not bytes or halves of them', () => {
    expect(newUserInput.safeParse({ ...fields, username: '漢'.repeat(50) }).success).toBe(true);
    expect(newUserInput.safeParse({ ...fields, username: '漢'.repeat(51) }).success).toBe(false);
    expect(newUserInput.safeParse({ ...fields, display_name: '🦉'.repeat(100) }).success).toBe(
      true,
    );
  });

  test.each(['a b', 'a-b', 'a.b', 'a@b', 'a\u0000b', '', 'a'])(
    '“%s” is no user name',
    (username) => {
      expect(newUserInput.safeParse({ ...fields, username }).success).toBe(false);
    },
  );

  test('all problems are reported at once, one per field', () => {
    const { error } = newUserInput.safeParse({
      username: '',
      email: '',
      display_name: 'x'.repeat(101),
      roles: 'x',
    });
    expect(error?.issues.map(({ path }) => path.join('.')).toSorted()).toEqual([
      'display_name',
      'email',
      'password',
      'roles',
      'username',
    ]);
  });
});

describe('spec people#bulk-actions: which users a bulk action concerns', () => {
  test.each<[string, object, string[]]>([
    ['numbers', { user_ids: '[1,2]' }, ['1', '2']],
    ['texts', { user_ids: '["1","2"]' }, ['1', '2']],
    ['check boxes', { ids: ['1', '2'] }, ['1', '2']],
    ['one check box', { ids: '1' }, ['1']],
    ['twice the same', { ids: ['1', '1'], user_ids: '[1]' }, ['1']],
  ])('%s', (_, sent, ids) => expect(selection.parse(sent)).toMatchObject({ ids, scope: 'ids' }));

  test.each(['x', '{}', '[{}]', '["x"]', '[-1]', '[1.5]', '[99999999999999999999]'])(
    '%s is refused',
    (user_ids) => {
      expect(selection.safeParse({ user_ids }).success).toBe(false);
    },
  );
});

test('any input is accepted or refused, and never throws', () => {
  const anything = fc.dictionary(
    fc.constantFrom(
      'username',
      'email',
      'display_name',
      'roles',
      'ids',
      'user_ids',
      'query',
      'version',
      'seen_roles',
      '__proto__',
    ),
    fc.oneof(fc.string({ unit: anyCharacter }), fc.array(fc.string({ unit: anyCharacter }))),
  );
  fc.assert(
    fc.property(anything, (sent) => {
      for (const schema of [newUserInput, userInput, selection])
        expect(typeof schema.safeParse(sent).success).toBe('boolean');
    }),
  );
});
