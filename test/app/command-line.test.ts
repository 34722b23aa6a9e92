import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { migrations } from '#app/db/migrations/index.ts';
import { appProgram } from '#test/support/app-program.ts';
import { createDatabase } from '#test/support/postgres.ts';
import { runApp, startApp } from './app-process.ts';

const newest = migrations.at(-1)?.id;

async function database(
  from: 'empty' | 'migrated' | 'base',
): Promise<{ url: string; name: string }> {
  const created = await createDatabase({ from });
  onTestFinished(() => created[Symbol.asyncDispose]());
  return created;
}

test('the commands take an empty database to a seeded one, and report it in one JSON document each', async () => {
  const { url } = await database('empty');
  const environment = { DATABASE_URL: url };
  const run = async (...words: string[]) => {
    const { code, stdout } = await runApp([...words, '--json'], environment);
    expect(code).toBe(0);
    return JSON.parse(stdout);
  };
  const plan = await run('migrate', '--plan');
  expect(plan).toMatchObject({
    current: null,
    target: newest,
    grade: 'safe',
    hash: expect.stringMatching(/^sha256:[\da-f]{64}$/),
  });
  expect(await run('migrate')).toMatchObject({
    current: newest,
    applied: plan.pending.map(({ id }: { id: string }) => ({ id })),
  });
  expect(await run('seed', '--profile', 'base')).toMatchObject({
    profile: 'base',
    digest: expect.stringMatching(/^sha256:/),
  });
  expect(await run('status')).toMatchObject({
    schema: { current: newest, target: newest },
    seed: { profile: 'base' },
    graph: null,
  });
});

test('the bundle is ASCII, or V8 would keep each of its letters in two bytes', async () => {
  const program = await readFile(await appProgram());
  expect(program.findIndex((byte) => byte > 127)).toBe(-1);
});

test('a digest needs no database', async () => {
  const { code, stdout } = await runApp(['seed', '--digest', '--profile', 'base', '--json'], {
    DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
  });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toEqual({
    profile: 'base',
    digest: expect.stringMatching(/^sha256:/),
  });
});

test('a generated password is shown to a person, and to a program only on request', async () => {
  const first = await database('migrated');
  const shown = await runApp(['seed', '--profile', 'base'], { DATABASE_URL: first.url });
  expect(shown.stdout).toMatch(/one-time password {2}[a-z]+-\d+(-[a-z]+)+/);
  const again = await runApp(['seed', '--profile', 'base'], { DATABASE_URL: first.url });
  expect(again.stdout).not.toContain('password');
  const second = await database('migrated');
  const quiet = await runApp(['seed', '--profile', 'base', '--json'], { DATABASE_URL: second.url });
  expect(JSON.parse(quiet.stdout)).toMatchObject({ adminPasswordGenerated: true });
  expect(quiet.stdout + quiet.stderr).not.toContain('adminPassword"');
});

test('an initial password is required only if the seed creates the administrator', async () => {
  const [fresh, seeded] = [await database('migrated'), await database('base')];
  const staging = (url: string) => ({
    APP_ENV: 'staging',
    DATABASE_URL: url,
    DATABASE_SSL: 'disable',
  });
  const refused = await runApp(['seed', '--profile', 'base', '--json'], staging(fresh.url));
  expect([refused.code, JSON.parse(refused.stdout).error]).toMatchObject([
    2,
    {
      code: 'configuration',
      message: expect.stringContaining('BOOTSTRAP_ADMIN_PASSWORD is not set'),
    },
  ]);
  const again = await runApp(['seed', '--profile', 'demo', '--json'], {
    ...staging(seeded.url),
    DEMO_PASSWORD: 'kestrel-9-ravine-tundra',
  });
  expect([again.code, JSON.parse(again.stdout)]).toMatchObject([0, { profile: 'demo' }]);
});

test.each([
  [
    'a database that nobody answers for',
    ['migrate', '--json'],
    { DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/x' },
    3,
    'database_unreachable',
  ],
  [
    'the same for a plan',
    ['migrate', '--plan', '--json'],
    { DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/x' },
    3,
    'database_unreachable',
  ],
  [
    'the same for a seed',
    ['seed', '--json'],
    { DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/x' },
    3,
    'database_unreachable',
  ],
  [
    'the same for the status',
    ['status', '--json'],
    { DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/x' },
    3,
    'database_unreachable',
  ],
  ['a wrong variable', ['migrate', '--json'], { DATABASE_POOL_MAX: 'many' }, 2, 'configuration'],
  ['a wrong word', ['migrat', '--json'], {}, 2, 'usage'],
  [
    'demo data in prod',
    ['seed', '--profile', 'demo', '--json'],
    {
      APP_ENV: 'prod',
      DATABASE_URL: 'postgresql://a:x9-Kvq@127.0.0.1:1/x',
      BOOTSTRAP_ADMIN_PASSWORD: 'kestrel-9-ravine-tundra',
      DATABASE_SSL: 'disable',
    },
    1,
    'seed_demo_in_prod',
  ],
])(
  '%s ends with its exit code and an error document',
  async (_, words, environment, code, error) => {
    const finished = await runApp(words, environment);
    expect(finished.code).toBe(code);
    expect(JSON.parse(finished.stdout)).toMatchObject({
      error: { code: error, message: expect.any(String) },
    });
    expect(finished.stderr).not.toBe('');
  },
);

test('a wrong password is a failure that trying again does not mend, and no output shows it', async () => {
  const { url } = await database('migrated');
  const wrong = new URL(url);
  wrong.password = 'geheim-geheim';
  const { code, stdout, stderr } = await runApp(['migrate', '--json'], {
    DATABASE_URL: wrong.href,
  });
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'database_refused' } });
  expect(stdout + stderr).not.toContain('geheim');
});

test('the result also goes to the file that a Job reads, at most 4,000 bytes of it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ahlt-result-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'termination-log');
  const { url } = await database('empty');
  const { stdout } = await runApp(['migrate', '--plan', '--json'], {
    DATABASE_URL: url,
    RESULT_FILE: file,
  });
  const text = await readFile(file, 'utf8');
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4000);
  const [kept, whole] = [JSON.parse(text), JSON.parse(stdout)];
  expect(kept).toMatchObject({ hash: whole.hash, grade: whole.grade, target: whole.target });
  expect(kept.pending.map(({ id }: { id: string }) => id)).toEqual(
    whole.pending.map(({ id }: { id: string }) => id),
  );
  await runApp(['migrate', '--json'], {
    DATABASE_URL: 'postgresql://a:b@127.0.0.1:1/x',
    RESULT_FILE: file,
  });
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    error: { code: 'database_unreachable' },
  });
});

test('wrong configuration is reported in full, the last line with a reason', async () => {
  const { code, stderr } = await runApp(['serve'], {
    APP_ENV: 'prod',
    DATABASE_URL: 'postgresql://a:x9-Kvq@db/x',
    PUBLIC_URL: 'http://app.local',
    SESSION_KEY: 'short',
  });
  expect(code).toBe(2);
  expect(stderr.trim().split('\n')).toEqual([
    'config: SESSION_KEY is ••• (5 characters): expected 64 characters or more, for example of: openssl rand -hex 64',
    'config: PUBLIC_URL is http://app.local: expected https in prod',
  ]);
});

test('a process killed during a migration leaves only the lock to the next one', async () => {
  const { url } = await database('empty');
  const holder = new Client({ connectionString: url });
  await holder.connect();
  await holder.query('select pg_advisory_lock($1)', [0x61_68_6c_74]);
  const killed = await startApp(['migrate', '--json'], { DATABASE_URL: url });
  const waiting = () =>
    holder.query(
      "select from pg_stat_activity where application_name = 'ahlt migrate' and datname = current_database()",
    );
  await expect.poll(async () => (await waiting()).rowCount).toBe(1);
  killed.process.kill('SIGKILL');
  await holder.query('select pg_advisory_unlock_all()');
  await holder.end();
  expect((await runApp(['migrate', '--json'], { DATABASE_URL: url })).code).toBe(0);
});

test('RUN_MODE chooses the command of an image that is started without one', async () => {
  const { url } = await database('empty');
  const { code, stdout } = await runApp(['--json'], { DATABASE_URL: url, RUN_MODE: 'migrate' });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ current: newest });
});
