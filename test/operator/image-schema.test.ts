import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrations } from '#app/db/migrations/index.ts';
import { schemaRange } from '#app/db/schema-range.ts';
import { environmentSpec } from '#cdk8s/api/index.ts';
import { readLedger } from '#operator/clients/postgres.ts';
import { planKey } from '#operator/environment/facts.ts';
import { plan } from '#operator/environment/plan.ts';
import type { CommandRun, Desired, Plan, Reachable } from '#operator/environment/types.ts';
import { createImages, firstRelease, type Images } from '#test/support/images.ts';
import { createDatabase, type TestDatabase } from '#test/support/postgres.ts';

// Every image on every schema, with real programs and real databases: what the operator makes of
// the image's own plan, and whether the app agrees.

const newest = migrations.at(-1)?.id ?? '';
const idAfter = (count: number) => String(Number(newest) + count).padStart(4, '0');

const one = { name: 'one_more', statements: ['create table one_more (id bigint primary key)'] };
const two = { name: 'two_more', statements: ['create table two_more (id bigint primary key)'] };
/** On another branch, with the same number as `one`. */
const side = { name: 'side_step', statements: ['create table side_step (id bigint primary key)'] };
const brings = { '1.0.0': [], '1.1.0': [one], '1.2.0': [one, two], '1.1.0-side': [side] } as const;
type Version = keyof typeof brings;
const versions = Object.keys(brings) as Version[];

let images: Images;
/** A database for each version's schema, and an empty one. */
const databases = new Map<Version | 'empty', TestDatabase>();

beforeAll(async () => {
  images = await createImages(firstRelease);
  await Promise.all(
    versions.map((version) => images.build({ name: version, migrations: brings[version] })),
  );
  databases.set('empty', await createDatabase({ from: 'empty' }));
  for (const version of versions) {
    const database = await createDatabase({ from: 'migrated' });
    databases.set(version, database);
    if (version !== '1.0.0')
      expect((await run(version, database, ['migrate', '--json'])).code).toBe(0);
  }
});
afterAll(async () => {
  for (const database of databases.values()) await database[Symbol.asyncDispose]();
  await images?.[Symbol.asyncDispose]();
});

/**
 * What each image does on each schema: the reason of the next step, and how its own `migrate` ends.
 */
const cells: [Version, Version | 'empty', string][] = [
  ['1.0.0', 'empty', 'Migrating'],
  ['1.0.0', '1.0.0', 'RollingOut'],
  ['1.0.0', '1.1.0', 'RollingOut'],
  ['1.0.0', '1.2.0', 'SchemaNotServed'],
  ['1.0.0', '1.1.0-side', 'RollingOut'],
  ['1.1.0', 'empty', 'Migrating'],
  ['1.1.0', '1.0.0', 'Migrating'],
  ['1.1.0', '1.1.0', 'RollingOut'],
  ['1.1.0', '1.2.0', 'RollingOut'],
  ['1.1.0', '1.1.0-side', 'MigrationEdited'],
  ['1.2.0', 'empty', 'Migrating'],
  ['1.2.0', '1.0.0', 'Migrating'],
  ['1.2.0', '1.1.0', 'Migrating'],
  ['1.2.0', '1.2.0', 'RollingOut'],
  ['1.2.0', '1.1.0-side', 'MigrationEdited'],
  ['1.1.0-side', 'empty', 'Migrating'],
  ['1.1.0-side', '1.0.0', 'Migrating'],
  ['1.1.0-side', '1.1.0', 'MigrationEdited'],
  ['1.1.0-side', '1.2.0', 'MigrationEdited'],
  ['1.1.0-side', '1.1.0-side', 'RollingOut'],
];

describe('an image on a schema', () => {
  test.each(cells)('%s on the schema of %s: %s', async (version, schema, reason) => {
    const database = databases.get(schema);
    if (!database) throw new Error(`no database ${schema}`);
    const next = await nextStep(version, database);
    const ready = next.conditions.find(({ type }) => type === 'Ready');
    expect(ready).toMatchObject({ status: 'False', reason });
    if (reason === 'SchemaNotServed')
      expect(ready?.message).toContain(
        `Image ${version} serves on schema ${schemaRange().min}–${idAfter(1)}, the database is at ${idAfter(2)}.`,
      );
    if (reason === 'RollingOut') expect(await readiness(version, database)).toBe(200);
    if (reason === 'SchemaNotServed') expect(await readiness(version, database)).toBe(503);
  });

  test('an older one has nothing to migrate where it serves, and refuses where it does not', async () => {
    const { code } = await run('1.0.0', databases.get('1.1.0'), ['migrate', '--json']);
    expect(code).toBe(0);
    const refused = await run('1.0.0', databases.get('1.2.0'), ['migrate', '--json']);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'migration_unknown' } });
  });

  test('an older one seeds beside a newer schema', async () => {
    const { code, stdout } = await run('1.0.0', databases.get('1.1.0'), [
      'seed',
      '--profile',
      'base',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ profile: 'base' });
  });
});

/** The operator's next step, once the image has reported. */
async function nextStep(version: Version, { url }: TestDatabase): Promise<Plan> {
  const spec = environmentSpec.parse({
    image: `registry.example/ahlt/im-ctrl:${version}`,
    stage: 'dev',
    host: 'dev.local',
    database: { name: 'ahlt_dev', urlSecretRef: { name: 'url' } },
    seed: { profile: 'none' },
  });
  const want: Desired = {
    name: 'dev',
    namespace: 'ahlt-dev',
    generation: 1,
    createdAt: 0,
    problems: [],
    spec,
    connections: {},
  };
  const have: Reachable = {
    now: Date.now(),
    database: { state: 'ready', ledger: await readLedger(url) },
    runs: [],
    workload: { replicas: 0, availableReplicas: 0, complete: false, problems: [] },
    secretChecksum: 'secrets',
    acknowledged: {},
    retry: { baseSeconds: 5, maxSeconds: 60 },
    before: {},
  };
  const { code, stdout } = await run(version, { url }, ['migrate', '--plan', '--json']);
  const document = JSON.parse(stdout);
  const asked = {
    id: 'plan',
    command: 'plan',
    image: spec.image,
    key: planKey(want, have, have.database.ledger.migrations),
    attempt: 1,
    startedAt: have.now,
    finishedAt: have.now,
    result: document,
  } as const;
  const { error } = document as { error?: { code: string; message: string } };
  const answer: CommandRun = error
    ? { ...asked, state: 'failed', failure: { ...error, exitCode: code ?? 1 } }
    : { ...asked, state: 'succeeded' };
  return plan(want, { ...have, runs: [answer] });
}

/** Status of `/readyz` of the image's `serve` on this database. */
async function readiness(version: Version, { url }: TestDatabase): Promise<number> {
  const child = start(version, ['serve'], { DATABASE_URL: url, PORT: '0', METRICS_PORT: '0' });
  try {
    const { stdout } = child;
    if (!stdout) throw new Error('the process has no output');
    for await (const line of createInterface({ input: stdout })) {
      const entry = JSON.parse(line) as { msg?: string; port?: number };
      if (entry.msg === 'listening')
        return (await fetch(`http://127.0.0.1:${entry.port}/readyz`)).status;
    }
    throw new Error('serve ended before it listened');
  } finally {
    child.kill('SIGKILL');
  }
}

async function run(
  version: Version,
  database: { url: string } | undefined,
  args: readonly string[],
) {
  const child = start(version, args, { DATABASE_URL: database?.url ?? '' });
  let stdout = '';
  child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout };
}

function start(
  version: Version,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): ChildProcess {
  const folder = images.find(version) ?? '';
  const { PATH, HOME } = process.env;
  return spawn(process.execPath, [join(folder, 'app.js'), ...args], {
    cwd: folder,
    env: { PATH, HOME, APP_ENV: 'test', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}
