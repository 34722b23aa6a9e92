import { knownPlan, planInWords, schemaOf } from './facts.ts';
import { runKey } from './keys.ts';
import { planOf } from './pursuit-plan.ts';
import { pursue } from './runs.ts';
import type { Desired, Observed, Plan } from './types.ts';

/** Runs what is pending, with the new image. Whether it ran is a question to the ledger, never to the run. */
export function migrate(desired: Desired, observed: Observed): Plan | undefined {
  const known = knownPlan(desired, observed);
  if (!known || known.pending.length === 0) return undefined;
  const { spec, requestedAt } = desired;
  const schema = schemaOf(observed);
  const wanted = {
    command: 'migrate' as const,
    image: spec.image,
    key: runKey('migrate', spec.image, known.plan.hash, schema, requestedAt, observed.secretChecksum),
    args: ['migrate', '--json'],
    deadlineSeconds: spec.migrations.deadlineSeconds,
  };
  // Migrations are still pending, so a run that says it succeeded was for a database that is no longer this one.
  const pursuit = pursue(wanted, observed, () => false);
  if (pursuit.is === 'done') return undefined;
  const what = `Migration ${planInWords(schema, known.pending)}`;
  return planOf(pursuit, { step: 'Migrate', type: 'Migrated', doing: 'Migrating', failed: 'MigrationFailed', what }, observed);
}
