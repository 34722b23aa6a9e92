import { describe, expect, test } from 'vitest';
import { mayDoToOwn, userNameProblem } from './rules.ts';
import { texts } from './texts.ts';

describe('spec permissions#own-account: actions that users may not do to themselves', () => {
  test.each(['delete', 'deactivate', 'reset'] as const)('%s', (action) => {
    expect(mayDoToOwn(action, { id: '1' }, '1')).toBe(texts.ownAccount[action]);
    expect(mayDoToOwn(action, { id: '1' }, '2')).toBe(true);
    expect(mayDoToOwn(action, { id: null }, '2')).toBe(true);
  });
});

test('a user name is valid, or a message explains why not', () => {
  expect(userNameProblem('anna')).toBeUndefined();
  expect(userNameProblem('')).toBe(texts.form.problem.username.missing);
});
