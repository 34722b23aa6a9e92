import { noon, planDocument } from './plan.fixture.ts';
import { plan } from './plan.ts';
import type {
  Action,
  AppliedMigration,
  CommandRun,
  Desired,
  Observed,
  Plan,
  WorkloadState,
} from './types.ts';

/** Behavior of an image in the simulated world. */
export interface ImageNature {
  /** Ids of its migrations. */
  readonly migrations: readonly string[];
  /** How often each command fails before it succeeds. */
  readonly failures: number;
  /** How often the result of a successful command is lost. */
  readonly lost: number;
  readonly serves: boolean;
}

/**
 * A cluster and a database as far as the plan knows them: what survives when the operator is
 * killed.
 */
export interface World {
  now: number;
  readonly images: Readonly<Record<string, ImageNature>>;
  provided: boolean;
  migrations: AppliedMigration[];
  seeded: boolean;
  synced: number | undefined;
  runs: CommandRun[];
  workload: WorkloadState;
  acknowledged: Observed['acknowledged'];
  rotatedFor: string | undefined;
  /** How often each migration ran. */
  readonly ran: Map<string, number>;
}

export const emptyWorld = (images: World['images']): World => ({
  now: noon,
  images,
  provided: false,
  migrations: [],
  seeded: false,
  synced: undefined,
  runs: [],
  workload: { replicas: 0, availableReplicas: 0, complete: false, problems: [] },
  acknowledged: {},
  rotatedFor: undefined,
  ran: new Map(),
});

export const seen = (world: World, desired: Desired): Observed => ({
  now: world.now,
  database: world.provided
    ? {
        state: 'ready',
        ledger: {
          migrations: world.migrations,
          ...(world.seeded && {
            seed: { profile: desired.spec.seed.profile, digest: 'sha256:seed', at: noon },
          }),
          ...(world.synced !== undefined && {
            resync: {
              nodes: 1,
              relationships: 1,
              digest: 'd',
              startedAt: world.synced,
              finishedAt: world.synced,
            },
          }),
        },
        ...(world.rotatedFor !== undefined && { rotatedFor: world.rotatedFor }),
      }
    : { state: 'absent', missing: ['everything'] },
  runs: world.runs,
  workload: world.workload,
  ...(world.provided && { secretChecksum: `secrets ${world.rotatedFor ?? ''}` }),
  acknowledged: world.acknowledged,
  graphSecret: 'present',
  retry: { baseSeconds: 5, maxSeconds: 60 },
  before: {},
});

/**
 * Runs the operator until its plan requests nothing new, at most `passes` times.
 * @param survives number of actions of a pass executed before the operator is killed; its memory is
 * lost then, the world stays
 */
export function settle(
  desired: Desired,
  world: World,
  survives: (pass: number, actions: number) => number,
  passes = 80,
): Plan {
  let last = plan(desired, seen(world, desired));
  for (let pass = 0; pass < passes; pass += 1) {
    last = plan(desired, seen(world, desired));
    const count = survives(pass, last.actions.length);
    for (const action of last.actions.slice(0, count)) carry(action, world);
    if (count >= last.actions.length)
      world.acknowledged = { ...world.acknowledged, ...last.acknowledge };
    advance(world, last.requeueAfterSeconds);
  }
  return last;
}

function carry(action: Action, world: World): void {
  if (action.kind === 'ProvideDatabase') {
    world.provided = true;
    world.rotatedFor = action.rotate ?? world.rotatedFor;
  }
  if (action.kind === 'CancelRun') world.runs = world.runs.filter(({ id }) => id !== action.id);
  if (action.kind === 'RunCommand') {
    const { kind: _, args: _args, deadlineSeconds: _deadline, ...run } = action;
    const id = `${run.command}-${run.key}-${run.attempt}`;
    if (!world.runs.some((one) => one.id === id))
      world.runs = [...world.runs, { ...run, id, state: 'running', startedAt: world.now }];
  }
  if (action.kind === 'RollOut') {
    const { revision, since, lastGood, failed } = action;
    const same = world.workload.current?.key === revision.key && world.workload.complete;
    const facts = {
      current: revision,
      rolledOutAt: since,
      ...(lastGood && { lastGood }),
      ...(failed && { failed }),
    };
    const replicas = revision.spec.replicas;
    world.workload = {
      ...facts,
      replicas,
      availableReplicas: same ? replicas : 0,
      complete: same,
      problems: same ? [] : ['1 of 1 not ready'],
    };
  }
}

/** Commands end, pods become available, time passes. */
function advance(world: World, seconds = 1): void {
  world.now += Math.min(Math.max(seconds, 1), 400) * 1000;
  world.runs = world.runs.map((run) => (run.state === 'running' ? end(run, world) : run));
  const { current } = world.workload;
  if (!current || !world.images[current.image]?.serves) return;
  world.workload = {
    ...world.workload,
    availableReplicas: world.workload.replicas,
    complete: true,
    problems: [],
  };
}

function end(run: CommandRun, world: World): CommandRun {
  const nature = world.images[run.image];
  const finished = { ...run, finishedAt: world.now };
  if (!nature || run.attempt <= nature.failures)
    return { ...finished, state: 'failed', failure: { message: 'not this time' } };
  const result = effect(run, nature, world);
  if (run.attempt <= nature.failures + nature.lost)
    return { ...finished, state: 'unread', failure: { code: 'ResultLost', message: 'gone' } };
  return { ...finished, state: 'succeeded', result };
}

function effect({ command }: CommandRun, { migrations }: ImageNature, world: World): unknown {
  const current = world.migrations.at(-1)?.id ?? null;
  const pending = planDocument(
    current,
    migrations.filter((id) => id > (current ?? '')).map((id) => ({ id })),
    { min: '0001', max: '9999' },
  );
  if (command === 'plan') return pending;
  if (command === 'migrate') {
    for (const { id, name, checksum } of pending.pending) {
      world.migrations = [...world.migrations, { id, name, checksum, at: world.now }];
      world.ran.set(id, (world.ran.get(id) ?? 0) + 1);
    }
  }
  if (command === 'seed') world.seeded = true;
  if (command === 'resync') world.synced = world.now;
  return command === 'seed' ? { profile: 'base', digest: 'sha256:seed' } : {};
}
