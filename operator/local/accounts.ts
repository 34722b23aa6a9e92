import { isReachable, knownPlan, schemaOf } from '../environment/facts.ts';
import { newestFinished } from '../environment/runs.ts';
import type { CommandRun, Desired, Observed, Reachable } from '../environment/types.ts';
import type { Outcome, StepName } from './steps.ts';
import { count, counted } from './words.ts';

export interface Account {
  readonly state: Outcome;
  readonly text: string;
}

/**
 * The result of each finished step, from the observed state. Pure.
 * @param since milliseconds since 1970 of this start: earlier runs are shown as already present
 */
export function accounts(
  desired: Desired,
  observed: Observed,
  since: number,
): Partial<Record<StepName, Account>> {
  if (!isReachable(observed)) return {};
  const known = knownPlan(desired, observed);
  if (!known) return {};
  if (known.is === 'pending') return { plan: done(planText(known.pending, schemaOf(observed))) };
  const plan = done(planText([], schemaOf(observed)));

  const before = { plan, migrate: done(migrateText(observed, since)) };
  const seeded = seedAccount(desired, observed, since);
  if (!seeded) return before;
  const resynced = resyncAccount(desired, observed, since);
  return {
    ...before,
    seed: seeded,
    ...(resynced && { resync: resynced }),
    ...(observed.workload.complete && { serve: done('ready') }),
  };
}

const done = (text: string): Account => ({ state: 'done', text });

/** `3 migrations, all safe`; `2 migrations, 1 safe, 1 destructive`. */
export function planText(
  pending: readonly { readonly grade: string }[],
  schema: string | null,
): string {
  const [first] = pending;
  if (!first)
    return schema === null ? 'no migrations' : `nothing to migrate, the schema is at ${schema}`;
  const grades = Map.groupBy(pending, ({ grade }) => grade);
  const amount = counted(pending.length, 'migration');
  if (pending.length === 1) return `${amount}, ${first.grade}`;
  if (grades.size === 1) return `${amount}, all ${first.grade}`;
  return [amount, ...[...grades].map(([grade, of]) => `${count(of.length)} ${grade}`)].join(', ');
}

function migrateText(observed: Reachable, since: number): string {
  const { migrations } = observed.database.ledger;
  const last = migrations.at(-1)?.id;
  if (last === undefined) return 'nothing to migrate';
  const applied = appliedBy(ranSince(observed, 'migrate', since));
  const [first] = applied;
  if (first === undefined) return `already at ${last}`;
  const before = migrations.findLast(({ id }) => id < first)?.id ?? first;
  return before === last ? last : `${before} → ${last}`;
}

function appliedBy(run: CommandRun | undefined): readonly string[] {
  const { applied = [] } = (run?.result ?? {}) as { applied?: readonly { id: string }[] };
  return applied.map(({ id }) => id);
}

function seedAccount(desired: Desired, observed: Reachable, since: number): Account | undefined {
  const { profile } = desired.spec.seed;
  if (profile === 'none') return { state: 'skipped', text: `no seed: spec.seed.profile is none` };
  // Another version of the app seeds again, regardless of earlier runs.
  const run = newestFinished(
    observed.runs.filter(({ image }) => image === desired.spec.image),
    'seed',
  );
  if (run?.state !== 'succeeded' || observed.database.ledger.seed === undefined) return undefined;
  const result = run.result as SeedResult;
  const title = [profile, result.version].filter(Boolean).join(' ');
  const amounts = [
    counted(total(result.entities), 'entity', 'entities'),
    counted(total(result.properties), 'property', 'properties'),
    counted(total(result.relations), 'relation'),
  ].join(', ');
  return done(
    run.startedAt < since ? `${title}, already present · ${amounts}` : `${title} · ${amounts}`,
  );
}

interface SeedResult {
  readonly version?: string;
  readonly entities?: Amounts;
  readonly properties?: Amounts;
  readonly relations?: Amounts;
}

type Amounts = Readonly<Record<string, number>>;

const total = (amounts: Amounts = {}): number =>
  Object.values(amounts).reduce((sum, each) => sum + each, 0);

function resyncAccount(desired: Desired, observed: Reachable, since: number): Account | undefined {
  if (!desired.spec.graph.enabled)
    return {
      state: 'skipped',
      text: 'off: set NEO4J_URI to enable it; PostgreSQL answers queries',
    };
  const run = ranSince(observed, 'resync', since);
  if (run?.state === 'failed')
    return {
      state: 'failed',
      text: `${run.failure?.message ?? 'it failed'}; PostgreSQL answers queries`,
    };
  const { resync } = observed.database.ledger;
  if (!resync) return undefined;
  const size = `${counted(resync.nodes, 'node')}, ${counted(resync.relationships, 'relationship')}`;
  return done(run ? size : `already up to date · ${size}`);
}

function ranSince(
  { runs }: Observed,
  command: CommandRun['command'],
  since: number,
): CommandRun | undefined {
  const run = newestFinished(runs, command);
  return run && run.startedAt >= since ? run : undefined;
}
