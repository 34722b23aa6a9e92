import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '#test/support/ports.ts';
import { childrenOf, dataFolder, holderOf, npmStart } from './local-start.ts';

interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

// The app's own commands on the environment of `npm start`: they need no password.
describe('npm run ahlt', () => {
  let folder: Awaited<ReturnType<typeof dataFolder>>;
  let port = 0;
  let elsewhere: string;
  beforeAll(async () => {
    folder = await dataFolder();
    port = await freePort();
    elsewhere = mkdtempSync(join(tmpdir(), 'ahlt-files-'));
  });
  afterAll(async () => {
    await folder[Symbol.asyncDispose]();
    rmSync(elsewhere, { recursive: true, force: true });
  });

  /** Runs a command of the app from another folder. */
  const ahlt = (...words: readonly string[]): Promise<Answer> => {
    const { DATABASE_URL: _, ...env } = process.env;
    return new Promise((resolve) => {
      const prefix = process.cwd();
      execFile(
        'npm',
        ['--prefix', prefix, 'run', '--silent', 'ahlt', '--', ...words],
        { cwd: elsewhere, env: { ...env, AHLT_DATA: folder.path, NO_COLOR: '1' } },
        (error, stdout, stderr) =>
          resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
      );
    });
  };

  test('says that there is no environment yet, and makes none', async () => {
    const { code, stdout, stderr } = await ahlt('status');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toBe(
      ` ✗ there is no local environment in ${folder.path} yet\n   Create it: npm start      In another folder: AHLT_DATA=<folder> npm run ahlt -- …\n`,
    );
  });

  test('while npm start runs: status, export, import, audit and account, with files from where the person is', async () => {
    await using start = npmStart({ data: folder.path, port });
    await start.said('Press Ctrl-C to stop');
    expect(JSON.parse((await ahlt('status', '--json')).stdout)).toMatchObject({
      schema: expect.anything(),
    });
    expect((await ahlt('export', '--types', 'role', '--out', 'roles.json')).code).toBe(0);
    const imported = await ahlt('import', 'roles.json', '--dry-run');
    expect(imported.code, imported.stderr).toBe(0);
    const audited = await ahlt('audit', '--verify');
    expect(audited.code, audited.stderr).toBe(0);
    const unlocked = await ahlt('account', 'admin', '--unlock');
    expect(unlocked.code, unlocked.stderr).toBe(0);
    start.signal('SIGINT');
    expect(await start.ended).toBe(0);
  });

  test('while nothing runs: the same, and nothing runs afterwards', async () => {
    const { code, stdout, stderr } = await ahlt('export', '--types', 'role');
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ entities: expect.anything() });
    expect(() => holderOf(folder.path)).toThrow('ENOENT');
    expect(childrenOf(process.pid).filter(({ command }) => command.includes(folder.path))).toEqual(
      [],
    );
  });

  test('two at the same time take turns', async () => {
    const answers = await Promise.all([ahlt('status'), ahlt('status')]);
    expect(answers.map(({ code, stderr }) => [code, stderr.replaceAll(/^\{.*\n/gm, '')])).toEqual([
      [0, ''],
      [0, ''],
    ]);
  });

  test("passes the app's exit code on, and shows help without a database", async () => {
    writeFileSync(join(elsewhere, 'broken.json'), '{"entities": [');
    expect((await ahlt('import', 'broken.json')).code).toBe(1);
    expect((await ahlt('export', '--formt', 'sql')).code).toBe(2);
    expect((await ahlt('import', '--help')).stdout).toContain('The file to import');
    expect((await ahlt('serve')).stderr).toContain(
      'npm start already serves the local environment',
    );
  });
});
