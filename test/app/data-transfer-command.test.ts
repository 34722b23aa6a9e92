import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDatabase } from '#test/support/postgres.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { runApp } from './app-process.ts';

test('the command line exports a world, imports it into an empty database, and exports the same', async () => {
  await using demo = await createDatabase({ from: 'demo' });
  await using empty = await createDatabase({ from: 'migrated' });
  const folder = temporaryFolder('transfer');
  const [first, second] = [join(folder, 'first.json'), join(folder, 'second.json')];
  const [from, to] = [{ DATABASE_URL: demo.url }, { DATABASE_URL: empty.url }];
  expect(await runApp(['export', '--out', first, '--json'], from)).toMatchObject({ code: 0 });
  const rehearsed = await runApp(['import', first, '--dry-run', '--json'], to);
  expect(JSON.parse(rehearsed.stdout)).toMatchObject({
    dry_run: true,
    committed: false,
    error_count: 0,
  });
  const done = await runApp(['import', first, '--mode', 'fail', '--json'], to);
  expect(JSON.parse(done.stdout)).toMatchObject({
    committed: true,
    created: JSON.parse(rehearsed.stdout).created,
  });
  expect(await runApp(['export', '--out', second], to)).toMatchObject({ code: 0 });
  expect(await readFile(second, 'utf8')).toBe(await readFile(first, 'utf8'));
  expect((await runApp(['export'], to)).stdout).toBe(await readFile(first, 'utf8'));
  const again = await runApp(['import', first, '--mode', 'fail', '--json'], to);
  expect(again.code).toBe(1);
  expect(JSON.parse(again.stdout)).toMatchObject({
    error: { code: 'import_refused', details: { committed: false, created: 0, error_count: 1 } },
  });
  expect((await readdir(folder)).toSorted()).toEqual(['first.json', 'second.json']);
});

test.each([
  [['import', '/nowhere/file.json'], 2, 'File /nowhere/file.json not found.'],
  [['export', '--json'], 2, '--json needs --out <file>'],
  [['export', '--out', '/nowhere/file.json'], 2, "Can't write to the directory /nowhere."],
  [['export', '--types', 'user,ttor'], 1, 'No entities have the type "ttor".'],
  [['export', '--out', '/'], 2, '/ is a directory: expected a file.'],
])('%j is refused', async (words, code, message) => {
  await using database = await createDatabase({ from: 'migrated' });
  const finished = await runApp(words, { DATABASE_URL: database.url });
  expect(finished.code).toBe(code);
  expect(finished.stderr).toContain(message);
});

test('invalid JSON fails with the position of the error', async () => {
  await using database = await createDatabase({ from: 'migrated' });
  const file = join(temporaryFolder('transfer'), 'broken.json');
  await writeFile(file, '{"entities":[{]}');
  const finished = await runApp(['import', file], { DATABASE_URL: database.url });
  expect(finished.code).toBe(1);
  expect(finished.stderr).toContain("The file can't be read at line 1, column 15 (byte 14)");
});
