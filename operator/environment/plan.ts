import { refuse, suspend } from './steps/accept.ts';
import { awaitApproval } from './steps/approval.ts';
import { backedUp, backUp } from './steps/backup.ts';
import { migrate, migrationUnderway } from './steps/migrate.ts';
import { migrated, planMigrations } from './steps/plan-migrations.ts';
import { databaseReady, provideDatabase } from './steps/provide-database.ts';
import { alongside, resync } from './steps/resync.ts';
import { keep, rolledOut, rollOut } from './steps/roll-out.ts';
import { seed, seeded } from './steps/seed.ts';
import { watch } from './steps/watch.ts';
import type { Desired, Observed, Plan, PlannedCondition } from './types.ts';

/** What to do next, from what is wanted and what is there. Pure: no clock, no network. One pass returns at most one step that waits. */
export function plan(desired: Desired, observed: Observed): Plan {
  return complete(
    desired,
    observed,
    refuse(desired) ??
      suspend(desired, observed) ??
      meanwhile(observed, prepare(desired, observed)) ??
      alongside(resync(desired, observed), rollOut(desired, observed) ?? watch(desired, observed), desired),
  );
}

/** The gates in front of the rollout, each for the next. */
const prepare = (desired: Desired, observed: Observed): Plan | undefined =>
  provideDatabase(desired, observed) ??
  migrationUnderway(observed) ??
  planMigrations(desired, observed) ??
  awaitApproval(desired, observed) ??
  backUp(desired, observed) ??
  migrate(desired, observed) ??
  seed(desired, observed);

/** What runs is repaired while the next revision waits. */
const meanwhile = (observed: Observed, next: Plan | undefined): Plan | undefined =>
  next && { ...next, actions: [...next.actions, ...keep(observed)] };

/** Adds what is known about the steps that did not speak, so that every condition is there in every pass. */
function complete(desired: Desired, observed: Observed, next: Plan): Plan {
  if (desired.problems.length > 0) return next;
  const standing: PlannedCondition[] = [
    databaseReady(desired, observed),
    backedUp(desired, observed),
    migrated(desired, observed),
    seeded(desired, observed),
    resync(desired, observed).condition,
    rolledOut(observed),
  ];
  const said = new Set(next.conditions.map(({ type }) => type));
  return {
    ...next,
    conditions: [...next.conditions, ...standing.filter(({ type }) => !said.has(type))],
    acknowledge: { ...rotationDone(desired, observed), ...next.acknowledge },
  };
}

const rotationDone = ({ rotate }: Desired, { database }: Observed) =>
  rotate !== undefined && database.state === 'ready' && database.rotatedFor === rotate ? { rotate } : {};
