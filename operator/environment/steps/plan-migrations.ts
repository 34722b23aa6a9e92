import {
  type KnownPlan,
  type PendingPlan,
  planInWords,
  planKey,
  schemaInWords,
  schemaOf,
  type UpToDate,
} from '../facts.ts';
import { nextAttempt } from '../runs.ts';
import type { Desired, Plan, PlannedCondition, Reachable, SchemaRange } from '../types.ts';
import { condition, imageVersion, stalled } from '../words.ts';
import { planOf } from './unfinished-run.ts';

/** Timeout of `migrate --plan`, which only reads; includes pulling the image. */
const planDeadlineSeconds = 300;

/**
 * Asks the image what it would migrate, and refuses one that cannot serve the current schema.
 * Without a response nothing continues.
 */
export function planMigrations(
  desired: Desired,
  observed: Reachable,
  known: KnownPlan | undefined,
): Plan | PendingPlan | UpToDate {
  if (known) return isServed(known) ? known : refuseSchema(desired, known);

  const wanted = {
    command: 'plan' as const,
    image: desired.spec.image,
    key: planKey(desired, observed, observed.database.ledger.migrations),
    args: ['migrate', '--plan', '--json'],
    deadlineSeconds: planDeadlineSeconds,
  };
  // A readable success would be known already.
  const progress = nextAttempt(wanted, observed);
  const what = `The plan of image ${imageVersion(desired.spec.image)}`;
  return planOf(
    progress,
    { step: 'Plan', type: 'Migrated', doing: 'Planning', failed: 'PlanFailed', what },
    observed,
  );
}

/** Pending migrations lead to the schema of the image. */
const isServed = (known: KnownPlan): known is PendingPlan | UpToDate =>
  known.is === 'pending' || (known.is === 'upToDate' && fits(known.schema, known.plan.schemaRange));

function refuseSchema({ spec }: Desired, known: KnownPlan): Plan {
  const { min, max } = known.plan.schemaRange;
  const where =
    known.is === 'upToDate'
      ? `the database is at ${known.schema}`
      : 'the database is empty and the image has no migrations';
  const message =
    `Image ${imageVersion(spec.image)} serves on schema ${min}–${max}, ${where}. ` +
    'Set spec.image to a version whose range includes it. The running version is kept.';
  const conditions = [
    ...stalled('SchemaNotServed', message),
    condition('Migrated', 'False', 'SchemaNotServed', message),
  ];
  return { step: 'Plan', actions: [], conditions };
}

/** Ids are numbers with leading zeros, so they can be compared as text. */
export const fits = (schema: string, { min, max }: SchemaRange): boolean =>
  min <= schema && schema <= max;

/** The condition of the migrations while another step runs. */
export function migrated(observed: Reachable, known: KnownPlan | undefined): PlannedCondition {
  const schema = schemaOf(observed);
  if (!known)
    return condition(
      'Migrated',
      'Unknown',
      'NotPlanned',
      `The image has not been planned yet for ${schemaInWords(schema)}.`,
    );
  if (known.is === 'pending')
    return condition('Migrated', 'False', 'Pending', `${planInWords(schema, known)}.`);
  if (known.is === 'nothing')
    return condition(
      'Migrated',
      'False',
      'NothingToRun',
      'The database is empty; the image has no migrations.',
    );
  return condition('Migrated', 'True', 'UpToDate', upToDate(known));
}

function upToDate({ schema, plan: { target, schemaRange } }: UpToDate): string {
  if (target === schema) return `Schema ${schema}; no migrations are pending.`;
  return `Schema ${schema} is newer than the image, which brings ${target} and serves on ${schemaRange.min}–${schemaRange.max}.`;
}
