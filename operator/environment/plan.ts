import { isReachable, type KnownPlan, knownPlan } from './facts.ts';
import { refuse, suspend } from './steps/accept.ts';
import { awaitApproval } from './steps/approval.ts';
import { backedUp, backUp } from './steps/backup.ts';
import { migrate, migrationUnderway } from './steps/migrate.ts';
import { migrated, planMigrations } from './steps/plan-migrations.ts';
import { databaseReady, provideDatabase } from './steps/provide-database.ts';
import { alongside, resync } from './steps/resync.ts';
import { keep, rolledOut, rollOut } from './steps/roll-out.ts';
import { seed, seeded } from './steps/seed.ts';
import { unread } from './steps/unread.ts';
import { watch } from './steps/watch.ts';
import type { Desired, Observed, Plan, PlannedCondition, Reachable } from './types.ts';

/**
 * Decides the next step, from desired and observed state. Pure: no clock, no network. A plan has at
 * most one waiting step.
 */
export function plan(desired: Desired, observed: Observed): Plan {
  const known = isReachable(observed) ? knownPlan(desired, observed) : undefined;
  const next = refuse(desired) ?? suspend(desired, observed) ?? advance(desired, observed, known);
  return complete(desired, observed, known, next);
}

/**
 * The gates, in order. Each passes its findings on, and the following gates require them: a
 * database that responds, then the image's own plan for it, then a plan without pending migrations.
 */
function advance(desired: Desired, observed: Observed, known: KnownPlan | undefined): Plan {
  const database = provideDatabase(desired, observed);
  if ('step' in database) return meanwhile(observed, database);
  const plan = migrationUnderway(desired, database) ?? planMigrations(desired, database, known);
  if ('step' in plan) return meanwhile(observed, plan);
  if (plan.is === 'pending') {
    const held = awaitApproval(desired, database, plan) ?? backUp(desired, database, plan);
    return meanwhile(observed, held ?? migrate(desired, database, plan));
  }
  const seeding = seed(desired, database);
  if (seeding) return meanwhile(observed, seeding);
  return alongside(
    resync(desired, database, known),
    rollOut(desired, database, plan) ?? watch(desired, observed, plan),
    desired,
  );
}

/** Repairs what runs while the next revision waits. */
const meanwhile = (observed: Observed, next: Plan): Plan => ({
  ...next,
  actions: [...next.actions, ...keep(observed)],
});

/** Adds the conditions of all other steps, so that every reconcile sets every condition. */
function complete(
  desired: Desired,
  observed: Observed,
  known: KnownPlan | undefined,
  next: Plan,
): Plan {
  if (desired.problems.length > 0) return next;
  const standing: PlannedCondition[] = [
    databaseReady(desired, observed),
    ...(isReachable(observed) ? inDatabase(desired, observed, known) : unread(desired, observed)),
    rolledOut(observed),
  ];
  const said = new Set(next.conditions.map(({ type }) => type));
  return {
    ...next,
    conditions: [...next.conditions, ...standing.filter(({ type }) => !said.has(type))],
    acknowledge: { ...rotationDone(desired, observed), ...next.acknowledge },
  };
}

const inDatabase = (
  desired: Desired,
  observed: Reachable,
  known: KnownPlan | undefined,
): PlannedCondition[] => [
  backedUp(desired, observed, known),
  migrated(observed, known),
  seeded(desired, observed),
  resync(desired, observed, known).condition,
];

const rotationDone = ({ rotate }: Desired, { database }: Observed) =>
  rotate !== undefined && database.state === 'ready' && database.rotatedFor === rotate
    ? { rotate }
    : {};
