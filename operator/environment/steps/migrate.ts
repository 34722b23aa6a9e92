import { migrationInWords, type PendingPlan, schemaInWords, schemaOf } from '../facts.ts';
import { runKey } from '../keys.ts';
import { nextAttempt } from '../runs.ts';
import type { Desired, Plan, Reachable } from '../types.ts';
import { imageVersion } from '../words.ts';
import { planOf } from './unfinished-run.ts';

/**
 * Waits for running migrations before anything else is decided: each is its own transaction, so in
 * between the schema is at an intermediate version. An earlier failure is reported only if the
 * image of the spec runs: a failure of another image is not one of this spec.
 */
export function migrationUnderway({ spec }: Desired, observed: Reachable): Plan | undefined {
  const migrations = observed.runs.filter(({ command }) => command === 'migrate');
  const run = migrations.find(({ state, waiting }) => state === 'running' && !waiting);
  if (!run) return undefined;
  const last = migrations.find(
    ({ key, attempt, image }) =>
      key === run.key && attempt === run.attempt - 1 && image === spec.image,
  );
  const what = `Migration from ${schemaInWords(schemaOf(observed))} by ${imageVersion(run.image)}`;
  return planOf({ is: 'running', run, ...(last && { last }) }, { ...words, what }, observed);
}

const words = {
  step: 'Migrate',
  type: 'Migrated',
  doing: 'Migrating',
  failed: 'MigrationFailed',
} as const;

/**
 * Runs pending migrations with the new image. The ledger decides whether they ran, never the run.
 */
export function migrate(desired: Desired, observed: Reachable, known: PendingPlan): Plan {
  const { spec, requestedAt } = desired;
  const schema = schemaOf(observed);
  const wanted = {
    command: 'migrate' as const,
    image: spec.image,
    key: runKey(
      'migrate',
      spec.image,
      known.plan.hash,
      schema ?? undefined,
      requestedAt,
      observed.secretChecksum,
    ),
    args: ['migrate', '--json'],
    deadlineSeconds: spec.migrations.deadlineSeconds,
  };
  // Migrations are still pending, so a run that reported success worked on another database.
  const progress = nextAttempt(wanted, observed);
  const what = migrationInWords(schema, known);
  return planOf(progress, { ...words, what }, observed);
}
