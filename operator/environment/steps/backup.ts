import type { AhltEnvironmentSpec } from '#cdk8s/api/index.ts';
import { covers, isDestructive, knownPlan, ledgerOf, planInWords, schemaOf } from '../facts.ts';
import type { Desired, Observed, Plan, PlannedCondition } from '../types.ts';
import { condition, stalled } from '../words.ts';

/**
 * The place of the backup: before a plan that could lose data. The operator makes none itself, so such a plan stops here until somebody
 * says that there is one for exactly this plan, by its hash (docs/decisions/040).
 */
export function backUp(desired: Desired, observed: Observed): Plan | undefined {
  if (!backupNeeded(desired, observed)) return undefined;
  const message = whatIsNeeded(desired, observed);
  const conditions = [
    ...stalled('BackupNotAvailable', message),
    condition('BackedUp', 'False', 'NotAvailable', message),
    condition('Migrated', 'False', 'BackupNotAvailable', message),
  ];
  return { step: 'Backup', actions: [], conditions };
}

/** Whether a copy of the data is promised before what is pending, and nobody has said that there is one. */
export function backupNeeded(desired: Desired, observed: Observed): boolean {
  return backupWanted(desired, observed) && !isBackedUp(desired, observed);
}

/** What is known of backups while the step does not speak of them. */
export function backedUp(desired: Desired, observed: Observed): PlannedCondition {
  if (desired.spec.migrations.backup === 'never')
    return condition('BackedUp', 'False', 'NotWanted', 'spec.migrations.backup is never: no backup is made.');
  if (!backupWanted(desired, observed))
    return condition('BackedUp', 'False', 'NotNeeded', 'No plan is pending that needs a backup; none was made.');
  if (isBackedUp(desired, observed))
    return condition('BackedUp', 'True', 'Declared', 'spec.migrations.backedUpPlan says that there is a verified backup for this plan.');
  return condition('BackedUp', 'False', 'NotAvailable', whatIsNeeded(desired, observed));
}

function backupWanted(desired: Desired, observed: Observed): boolean {
  const { backup } = desired.spec.migrations;
  const pending = knownPlan(desired, observed)?.pending ?? [];
  if (backup === 'never' || pending.length === 0 || schemaOf(observed) === undefined) return false;
  return backup === 'always' || isDestructive(pending);
}

function isBackedUp(desired: Desired, observed: Observed): boolean {
  const known = knownPlan(desired, observed);
  return known !== undefined && covers([desired.spec.migrations.backedUpPlan], known, ledgerOf(observed).migrations);
}

function whatIsNeeded(desired: Desired, observed: Observed): string {
  const known = knownPlan(desired, observed);
  return (
    `${planInWords(schemaOf(observed), known?.pending ?? [])} needs a backup first, and this operator makes none itself. ` +
    `Make one and try it (${howTo(desired.spec)}; docs/runbooks/restore.md), then commit spec.migrations.backedUpPlan: ${known?.plan.hash}; ` +
    'nothing is changed until then.'
  );
}

const howTo = ({ database: { name, server } }: AhltEnvironmentSpec): string =>
  server?.clusterRef === undefined
    ? `pg_dump --format=custom ${name}`
    : `pg_dump --format=custom ${name}, or kubectl cnpg backup ${server.clusterRef.name} -n ${server.clusterRef.namespace}`;
