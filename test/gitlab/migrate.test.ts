import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { MigrationRefusal, migrateRepository } from '../../scripts/gitlab/migrate.ts';

// Real repositories on disk; a server only adds access control.

const run = promisify(execFile);
let home: string;
let from: string;
let to: string;
let clone: string;

const git = async (cwd: string, ...args: string[]) =>
  (
    await run(
      'git',
      [
        '-c',
        'user.name=Test',
        '-c',
        'user.email=test@example.org',
        '-c',
        'commit.gpgsign=false',
        ...args,
      ],
      { cwd },
    )
  ).stdout.trim();

async function commit(file: string, text: string): Promise<void> {
  await writeFile(join(clone, file), text);
  await git(clone, 'add', file);
  await git(clone, 'commit', '-q', '-m', file);
}

const publish = () => git(clone, 'push', '-q', '--mirror', from);
const refs = (repository: string) => git(home, 'ls-remote', '--heads', '--tags', repository);

beforeEach(async () => {
  home = await mkdtemp(join(temporaryFolder('migrate'), 'x-'));
  [from, to, clone] = [join(home, 'from.git'), join(home, 'to.git'), join(home, 'clone')];
  for (const path of [from, to]) await git(home, 'init', '-q', '--bare', '-b', 'main', path);
  await git(home, 'init', '-q', '-b', 'main', clone);
  await commit('README.md', 'hello\n');
  await git(clone, 'tag', '-a', 'v1.0.0', '-m', 'first');
  await git(clone, 'branch', 'old/feature');
  await commit('more.md', 'more\n');
  await git(clone, 'update-ref', 'refs/pull/1/head', 'HEAD');
  await publish();
});

const request = (change: object = {}) => ({ from, to, allow: [], dryRun: false, ...change });
const quiet = () => undefined;

describe('a migration', () => {
  test('brings every branch and tag, annotated ones too, and nothing that the old server made up', async () => {
    expect(await migrateRepository(request(), quiet)).toMatchObject({ refs: 4, allowed: [] });
    expect(await refs(to)).toBe(await refs(from));
    expect(await git(home, 'ls-remote', to)).not.toContain('refs/pull');
  });

  test('again brings what came since', async () => {
    await migrateRepository(request(), quiet);
    await commit('later.md', 'later\n');
    await publish();
    await migrateRepository(request(), quiet);
    expect(await refs(to)).toBe(await refs(from));
  });

  test('with --dry-run pushes nothing', async () => {
    const said: string[] = [];
    await migrateRepository(request({ dryRun: true }), (line) => said.push(line));
    expect(said.join('\n')).toContain('skipped (--dry-run)');
    expect(await refs(to)).toBe('');
  });

  test('never overwrites what the target has and the source lacks', async () => {
    await migrateRepository(request(), quiet);
    await git(clone, 'reset', '-q', '--hard', 'HEAD~1');
    await commit('other.md', 'another history\n');
    await publish();
    await expect(migrateRepository(request(), quiet)).rejects.toThrow(MigrationRefusal);
  });

  test('names a branch that only the target has', async () => {
    await git(clone, 'push', '-q', to, 'main:stray');
    await expect(migrateRepository(request(), quiet)).rejects.toThrow(
      /refs\/heads\/stray {2}missing → [0-9a-f]{12}/,
    );
  });

  test('from nowhere says what git said, and no password', async () => {
    const missing = 'http://me:hunter2@127.0.0.1:1/x.git';
    await expect(migrateRepository(request({ from: missing }), quiet)).rejects.toThrow(
      /^git clone: (?!.*hunter2).*127\.0\.0\.1/,
    );
  });
});

describe('a secret', () => {
  const token = `ghp_${'Zx9'.repeat(12)}`;

  beforeEach(async () => {
    await commit('settings.ini', `token = ${token}\n`);
    await rm(join(clone, 'settings.ini'));
    await git(clone, 'commit', '-q', '-a', '-m', 'gone, or so it seems');
    await publish();
  });

  const refusal = (): Promise<string> =>
    migrateRepository(request(), quiet).then(
      () => 'it went through',
      (error: Error) => error.message,
    );

  test('anywhere in the history stops it before the first push, and is not repeated', async () => {
    const message = await refusal();
    expect(message).toContain('settings.ini:1');
    expect(message).not.toContain(token);
    expect(await refs(to)).toBe('');
  });

  test('that was changed at its source may pass by its fingerprint', async () => {
    const [fingerprint = ''] = /[0-9a-f]{16}/.exec(await refusal()) ?? [];
    expect(await migrateRepository(request({ allow: [fingerprint] }), quiet)).toMatchObject({
      allowed: [{ path: 'settings.ini' }],
    });
    expect(await refs(to)).toBe(await refs(from));
  });
});
