import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withConnection } from '#operator/clients/postgres-connection.ts';
import {
  type EnvironmentBed,
  type EnvironmentView,
  environmentBed,
  isSettled,
  type OperatorProcess,
} from '#test/support/environment-bed.ts';
import { eventually } from '#test/support/eventually.ts';

// The operator is killed with SIGKILL as soon as the cluster shows that a step has started, and
// restarted.

let bed: EnvironmentBed;
let operator: OperatorProcess | undefined;

beforeAll(async () => {
  bed = await environmentBed('kill');
  // Slow enough for migrations to be seen running.
  await bed.images.build({ name: bed.image, migrations: [slow] });
});
afterAll(() => bed?.[Symbol.asyncDispose]());

const slow = { name: 'take_time', statements: ['select pg_sleep(2)'] };

interface Snapshot {
  readonly secrets: readonly string[];
  readonly jobs: readonly { command: string; running: boolean; finished: boolean }[];
  readonly deployment: boolean;
  readonly step: string | undefined;
}

/** Moments of a first rollout, in order; each is visible from outside. */
const moments: readonly [string, (snapshot: Snapshot) => boolean][] = [
  ['the finalizer is set', () => true],
  ['a connection Secret is written', ({ secrets }) => secrets.length > 0],
  ['the plan Job is made', ({ jobs }) => jobs.some(({ command }) => command === 'plan')],
  [
    'the plan Job has ended',
    ({ jobs }) => jobs.some(({ command, finished }) => command === 'plan' && finished),
  ],
  ['the migrate Job is made', ({ jobs }) => jobs.some(({ command }) => command === 'migrate')],
  [
    'migrations are running',
    ({ jobs }) => jobs.some(({ command, running }) => command === 'migrate' && running),
  ],
  [
    'migrations have ended',
    ({ jobs }) => jobs.some(({ command, finished }) => command === 'migrate' && finished),
  ],
  ['the seed Job is made', ({ jobs }) => jobs.some(({ command }) => command === 'seed')],
  [
    'the seed has ended',
    ({ jobs }) => jobs.some(({ command, finished }) => command === 'seed' && finished),
  ],
  ['the Deployment is made', ({ deployment }) => deployment],
  [
    'the status says that it is rolled out',
    ({ step }) => step === 'RollOut' || step === 'Watching',
  ],
];

test('killed as each step begins, it comes to the same end, and every migration ran once', async () => {
  operator = await bed.startOperator();
  await bed.apply();
  for (const [moment, reached] of moments) {
    await eventually(
      async () => {
        const [environment, snapshot] = await Promise.all([bed.environment(), look()]);
        if (!environment.metadata.finalizers?.length || !reached(snapshot))
          throw new Error(`It was never seen that ${moment}.`);
      },
      undefined,
      5,
    );
    await operator.kill();
    operator = await bed.startOperator();
  }
  await settle();
});

test('killed at random moments while a new image comes in, it comes to the same end', async () => {
  const image = 'registry.test/ahlt/im-ctrl:1.1.0';
  await bed.images.build({
    name: image,
    migrations: [
      slow,
      {
        name: 'count_once',
        statements: ['create table once (at timestamptz)', 'insert into once select now()'],
      },
    ],
  });
  await bed.apply({ image });
  for (const milliseconds of [40, 150, 400, 90, 700, 250, 1_200, 60]) {
    await pause(milliseconds);
    await operator?.kill();
    operator = await bed.startOperator();
  }
  const { status } = await settle();
  expect(status?.image).toBe('1.1.0');
  expect(await rows('select from once')).toHaveLength(1);
});

/** Up to date, no command succeeded twice, and the ledger has each migration once. */
async function settle(): Promise<EnvironmentView> {
  const environment = await bed.until(
    'Ready',
    (one) => isSettled(one) && one.status?.step === 'Watching',
  );
  const runs = (environment.status?.runs ?? []).filter(({ image }) =>
    image.endsWith(environment.status?.image ?? ''),
  );
  const good = runs.filter(({ outcome }) => outcome === 'succeeded').map(({ command }) => command);
  expect(good.toSorted()).toEqual(['migrate', 'plan', 'seed']);
  expect(runs.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  const ledger = await rows<{ id: string; times: number }>(
    'select id, count(*)::int as times from ledger.migrations group by id',
  );
  expect(ledger.length).toBeGreaterThan(0);
  expect(ledger.filter(({ times }) => times !== 1)).toEqual([]);
  return environment;
}

async function look(): Promise<Snapshot> {
  interface Item {
    kind: string;
    metadata: { name: string; labels?: Record<string, string> };
    status?: { active?: number; ready?: number; conditions?: { type: string; status: string }[] };
  }
  const [{ items }, { status }] = await Promise.all([
    bed.get<{ items: Item[] }>('jobs,deployments,secrets'),
    bed.environment(),
  ]);
  const jobs = items.filter(({ kind }) => kind === 'Job');
  return {
    secrets: items
      .filter(({ kind, metadata }) => kind === 'Secret' && metadata.name.startsWith('ahlt-dev-'))
      .map(({ metadata }) => metadata.name),
    jobs: jobs.map(({ metadata, status: state }) => ({
      command: metadata.labels?.['platform.ahlt.dev/command'] ?? '',
      running: (state?.ready ?? 0) > 0,
      finished:
        state?.conditions?.some(
          ({ type, status: holds }) => type === 'Complete' && holds === 'True',
        ) ?? false,
    })),
    deployment: items.some(({ kind }) => kind === 'Deployment'),
    step: status?.step,
  };
}

async function rows<T extends object>(statement: string): Promise<T[]> {
  const { data } = await bed.get<{ data: Record<string, string> }>('secret', 'ahlt-dev-migrator');
  const url = Buffer.from(data['DATABASE_URL'] ?? '', 'base64').toString();
  return await withConnection(url, async (client) => (await client.query<T>(statement)).rows);
}
