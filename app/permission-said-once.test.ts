import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// A command says what it needs; its routes take their policy from it (`mayRun`), and pages are given
// whether the reader may run it (`canRun`).

const sources = globSync('app/**/*.{ts,tsx}')
  .filter((path) => !/\.(test|fixture)\.tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

const codesIn = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap(([, code]) => code ?? []);

const folderOf = (path: string): string => path.split('/')[1] ?? '';

/** Permissions that commands name, each after the folder of its feature. */
const commands = sources.flatMap(({ path, text }) =>
  codesIn(text, /\{ may: '([\w.]+)'/g).map((code) => `${folderOf(path)} ${code}`),
);

/** Places that name a permission of a command of their feature, as the pattern finds them. */
const namedAgain = (pattern: RegExp): string[] =>
  sources.flatMap(({ path, text }) =>
    codesIn(text, pattern)
      .filter((code) => commands.includes(`${folderOf(path)} ${code}`))
      .map((code) => `${path}: ${code}`),
  );

test('no route names a permission that a command of its feature names', () => {
  expect(commands.length).toBeGreaterThan(20);
  expect(namedAgain(/\bmay\('([\w.]+)'\)/g)).toEqual([]);
});

test('no button asks for a permission that a command of its feature names', () => {
  expect(namedAgain(/permissions\.has\('([\w.]+)'\)/g)).toEqual([]);
});

test('no page asks for a permission itself', () => {
  const pages = sources.filter(({ path }) => path.endsWith('.tsx'));
  const asking = pages.filter(({ text }) => /permissions\.has\(/.test(text));
  expect(asking.map(({ path }) => path)).toEqual([]);
});

test('no command asks for its permission a second time', () => {
  const again = sources.flatMap(({ path, text }) =>
    codesIn(text, /lockAccess\(tx, [^)]*'([\w.]+)'/g).map((code) => `${path}: ${code}`),
  );
  expect(again).toEqual([]);
});
