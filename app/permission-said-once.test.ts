import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// A command says what it needs; its routes and pages take their policy from it (`mayRun`).

const sources = globSync('app/**/*.ts')
  .filter((path) => !/\.(test|fixture)\.ts$/.test(path))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

const codesIn = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap(([, code]) => code ?? []);

const folderOf = (path: string): string => path.split('/')[1] ?? '';

test('no route names a permission that a command of its feature names', () => {
  const commands = sources.flatMap(({ path, text }) =>
    codesIn(text, /\{ may: '([\w.]+)'/g).map((code) => `${folderOf(path)} ${code}`),
  );
  expect(commands.length).toBeGreaterThan(20);
  const again = sources.flatMap(({ path, text }) =>
    codesIn(text, /\bmay\('([\w.]+)'\)/g)
      .filter((code) => commands.includes(`${folderOf(path)} ${code}`))
      .map((code) => `${path}: ${code}`),
  );
  expect(again).toEqual([]);
});

test('no command asks for its permission a second time', () => {
  const again = sources.flatMap(({ path, text }) =>
    codesIn(text, /lockAccess\(tx, [^)]*'([\w.]+)'/g).map((code) => `${path}: ${code}`),
  );
  expect(again).toEqual([]);
});
