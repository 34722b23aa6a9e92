import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPool } from '#app/db/pool.ts';
import { createDatabase } from '#test/support/postgres.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { runApp } from './app-process.ts';

test('the command line exports a world, imports it into an empty database, and exports the same', async () => {
  await using demo = await createDatabase({ from: 'demo' });
  await using empty = await createDatabase({ from: 'migrated' });
  await addRecords(demo.url);
  const folder = temporaryFolder('transfer');
  const [first, second] = [join(folder, 'first.json'), join(folder, 'second.json')];
  const [from, to] = [{ DATABASE_URL: demo.url }, { DATABASE_URL: empty.url }];
  expect(await runApp(['export', '--out', first, '--json'], from)).toMatchObject({ code: 0 });
  const file = join(`${first}.files`, 'attachments', sha256);
  expect(await readFile(file, 'utf8')).toBe('The report.');
  await writeFile(file, 'Another report.');
  const damaged = await runApp(['import', first, '--mode', 'fail'], to);
  expect([damaged.code, damaged.stderr]).toEqual([
    1,
    expect.stringContaining(`The file “report.txt” is damaged: attachments/${sha256}`),
  ]);
  await writeFile(file, 'The report.');
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
  for (const name of await readdir(`${first}.files`, { recursive: true }))
    if (name !== 'attachments')
      expect(await readFile(join(`${second}.files`, name), 'utf8')).toBe(
        await readFile(join(`${first}.files`, name), 'utf8'),
      );
  // Without records, properties keep the ids of this database.
  const names = (text: string) =>
    JSON.parse(text).entities.map((one: { name: string }) => one.name);
  expect(names((await runApp(['export'], to)).stdout)).toEqual(
    names(await readFile(first, 'utf8')),
  );
  const again = await runApp(['import', first, '--mode', 'fail', '--json'], to);
  expect(again.code).toBe(1);
  expect(JSON.parse(again.stdout)).toMatchObject({
    error: { code: 'import_refused', details: { committed: false, created: 0, error_count: 1 } },
  });
  expect((await readdir(folder)).toSorted()).toEqual([
    ...['first.json', 'first.json.files', 'second.json', 'second.json.files'],
  ]);
});

const sha256 = createHash('sha256').update('The report.').digest('hex');

/** An approved version with an attachment, and an adopted version. */
async function addRecords(url: string): Promise<void> {
  const pool = createPool({ url, applicationName: 'test', poolMax: 1 });
  for (const statement of [
    `update document_versions set approved_at = now(), approved_by = 'Eva'
     where document_id = (select min(id) from entities where entity_type = 'document')`,
    `with file as (insert into attachments (entity_id, name, media_type, bytes, sha256, uploaded_at, uploaded_by, is_complete)
       select min(id), 'report.txt', 'text/plain', 11, sha256('The report.'), '2026-03-01', 'Eva', true
       from entities where entity_type = 'document' returning id)
     insert into attachment_pieces select id, 0, 'The report.' from file`,
    `insert into tor_versions select id, 1, label, '{}', '2026-03-01', 'Decision 7', '2026-03-01', null, 'Eva'
     from entities where entity_type = 'tor'`,
  ])
    await pool.query(statement);
  await pool.end();
}

test('a folder that no export wrote is not replaced', async () => {
  await using database = await createDatabase({ from: 'migrated' });
  const out = join(temporaryFolder('transfer'), 'world.json');
  await mkdir(`${out}.files`);
  await writeFile(join(`${out}.files`, 'own.txt'), 'own');
  const finished = await runApp(['export', '--out', out], { DATABASE_URL: database.url });
  expect([finished.code, await readdir(`${out}.files`)]).toEqual([2, ['own.txt']]);
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
