import { expect, test } from 'vitest';
import { readablePassword } from './credentials.ts';
import { words } from './words.ts';

test('there are 512 different words, so each is worth nine bits', () => {
  expect(new Set(words).size).toBe(512);
  expect(words.filter((word) => !/^[a-z]{3,9}$/.test(word))).toEqual([]);
});

test('a generated password is six words and a number, and never the same', () => {
  const passwords = Array.from({ length: 500 }, readablePassword);
  expect(passwords.filter((password) => !/^[a-z]+-[1-9]\d(-[a-z]+){5}$/.test(password))).toEqual(
    [],
  );
  expect(new Set(passwords).size).toBe(500);
});
