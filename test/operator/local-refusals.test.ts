import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { openDataFolder } from '#operator/local/data-folder.ts';
import { freePort } from '#test/support/ports.ts';
import { createDatabase } from '#test/support/postgres.ts';
import { dataFolder, npmStart } from './local-start.ts';

/** Output and exit code of an `npm start` that ended by itself. */
async function refusal(
  options: Parameters<typeof npmStart>[0],
): Promise<{ code: number; output: string }> {
  await using start = npmStart(options);
  const code = await start.ended;
  return { code, output: start.output() };
}

describe('npm start refuses', () => {
  test('a port in use: names the process and a free port', async () => {
    await using folder = await dataFolder();
    const server = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const { code, output } = await refusal({ data: folder.path, port });
    server.close();

    expect(code).toBe(1);
    expect(output).toMatch(
      new RegExp(
        `^ ✗ configuration {6}port ${port} is in use by .+ \\(process ${process.pid}\\)(?: +[\\d.]+ s)?$`,
        'm',
      ),
    );
    expect(output).toMatch(/Stop it, or use another port: npm start -- --port \d+$/m);
    expect(existsSync(join(folder.path, 'postgres'))).toBe(false);
  });

  test('a folder that is no PostgreSQL folder, and leaves it alone', async () => {
    await using folder = await dataFolder();
    mkdirSync(join(folder.path, 'postgres'));
    writeFileSync(join(folder.path, 'postgres', 'notes.txt'), 'mine');
    const { code, output } = await refusal({ data: folder.path, port: await freePort() });

    expect(code).toBe(1);
    expect(output).toContain('is not a PostgreSQL folder: it has no PG_VERSION file (notes.txt)');
    expect(output).toMatch(
      /Nothing was changed\.\n {3}Move it away \(mv .*\), or delete it and start over: npm start -- --fresh\n/,
    );
    expect(readFileSync(join(folder.path, 'postgres', 'notes.txt'), 'utf8')).toBe('mine');
  });

  test('a database of another PostgreSQL', async () => {
    await using folder = await dataFolder();
    mkdirSync(join(folder.path, 'postgres'));
    writeFileSync(join(folder.path, 'postgres', 'PG_VERSION'), '16\n');
    const { code, output } = await refusal({ data: folder.path, port: await freePort() });
    expect(code).toBe(1);
    expect(output).toContain('postgres was created by PostgreSQL 16, but this is PostgreSQL 17');
    expect(readdirSync(join(folder.path, 'postgres'))).toEqual(['PG_VERSION']);
  });

  test('a database folder from which files are missing, with the reason of PostgreSQL', async () => {
    await using folder = await dataFolder();
    mkdirSync(join(folder.path, 'postgres'));
    writeFileSync(join(folder.path, 'postgres', 'PG_VERSION'), '17\n');
    writeFileSync(join(folder.path, 'secrets.json'), '{"superuser":"known"}');
    const { code, output } = await refusal({ data: folder.path, port: await freePort() });
    expect(code).toBe(1);
    expect(output).toMatch(/^ ✗ database {11}PostgreSQL did not start: /m);
    expect(output).toMatch(/Log: .*logs\/postgres\.log {6}Try again: npm start/);
  });

  test('a file in place of the folder', async () => {
    await using folder = await dataFolder();
    const data = join(folder.path, 'data');
    writeFileSync(data, '');
    const { code, output } = await refusal({ data, port: await freePort() });
    expect(code).toBe(1);
    expect(output).toContain(`✗ configuration      ${data}`);
    expect(output).toContain('or use another folder: npm start -- --data <folder>');
  });

  test('a folder that may not be written', async () => {
    await using folder = await dataFolder();
    chmodSync(folder.path, 0o555);
    const open = () => openDataFolder(folder.path, '/');
    asUser(() => expect(open).toThrow(/is not writable \(EACCES\)/));
  });

  test('a wrong command line', async () => {
    await using folder = await dataFolder();
    const { code, output } = await refusal({
      data: folder.path,
      port: await freePort(),
      args: ['--demoo'],
    });
    expect(code).toBe(2);
    expect(output).toContain("Unknown option '--demoo'");
    expect(output).toContain('See: npm start -- --help');
  });

  test('to delete a database that is not its own', async () => {
    await using folder = await dataFolder();
    const env = { DATABASE_URL: 'postgresql://me@db.example/ahlt' };
    const { code, output } = await refusal({
      data: folder.path,
      port: await freePort(),
      args: ['--fresh', '--yes'],
      env,
    });
    expect(code).toBe(1);
    expect(output).toContain(
      '--fresh deletes the local database only, but DATABASE_URL names another one',
    );
  });

  test('a database that does not answer', async () => {
    await using folder = await dataFolder();
    const env = { DATABASE_URL: `postgresql://me:secret@127.0.0.1:${await freePort()}/ahlt` };
    const { code, output } = await refusal({ data: folder.path, port: await freePort(), env });
    expect(code).toBe(1);
    expect(output).toMatch(/^ ✗ database {11}.*ECONNREFUSED/m);
    expect(output).not.toContain('secret');
  });

  test('to continue after a failed migration: the list stays, followed by the kept migrations and the next step', async () => {
    await using folder = await dataFolder();
    await using database = await createDatabase({ from: 'empty' });
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('create table entities (something int)');
    await client.end();
    const { code, output } = await refusal({
      data: folder.path,
      port: await freePort(),
      env: { DATABASE_URL: database.url },
    });

    expect(code).toBe(1);
    const [, list] = output.split('"dev"\n\n');
    expect(list?.replace(/ {2,}[\d.]+ s$/gm, '')).toMatch(
      new RegExp(
        [
          '^ ✓ configuration {6}environments/dev/environment.yaml',
          ` ✓ database {11}${database.name} at 127.0.0.1:\\d+, from DATABASE_URL`,
          ' ✓ plan {15}\\d+ migrations, all safe',
          ' ✗ migrate {12}0001 failed: relation "entities" already exists',
          '',
          '   Statement \\d+ of \\d+ in 0001_\\w+.ts; nothing of 0001 was kept, the database is empty.',
          `   Log: ${folder.path}/logs/migrate.log {6}Try again: npm start\\n$`,
        ].join('\n'),
      ),
    );
  });
});

test('npm start works below a folder that only its owner may enter, such as /root', async () => {
  await using folder = await dataFolder();
  chmodSync(folder.path, 0o700);
  const data = join(folder.path, 'data');
  for (const round of ['first', 'second']) {
    await using start = npmStart({ data, port: await freePort() });
    await start.said('Press Ctrl-C to stop');
    expect(start.output(), round).toContain(`data in ${data}/postgres`);
    start.signal('SIGINT');
    expect(await start.ended).toBe(0);
  }
});

/** Does something with the permissions of a user who is not root. */
function asUser(work: () => void): void {
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid?.(65_534);
  try {
    work();
  } finally {
    if (root) process.seteuid?.(0);
  }
}
