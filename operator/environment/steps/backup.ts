import { isDestructive, knownPlan, planInWords, schemaOf } from '../facts.ts';
import type { Desired, Observed, Plan, PlannedCondition } from '../types.ts';
import { condition, stalled } from '../words.ts';

/**
 * The place of the backup: before a plan that could lose data. As long as no backup can be made, such a plan stops here, because
 * `spec.migrations.backup` promises one; whoever has one of their own says so with `never` (docs/decisions/040).
 */
export function backUp(desired: Desired, observed: Observed): Plan | undefined {
  if (!backupNeeded(desired, observed)) return undefined;
  const { name } = desired.spec.database;
  const message =
    `${planInWords(schemaOf(observed), knownPlan(desired, observed)?.pending ?? [])} needs a backup first, and this operator cannot make one yet. ` +
    `Make one yourself (pg_dump --format=custom ${name}), then set spec.migrations.backup: never; nothing is changed until then.`;
  const conditions = [
    ...stalled('BackupNotAvailable', message),
    condition('BackedUp', 'False', 'NotAvailable', message),
    condition('Migrated', 'False', 'BackupNotAvailable', message),
  ];
  return { step: 'Backup', actions: [], conditions };
}

/** Whether a copy of the data is promised before what is pending. */
export function backupNeeded(desired: Desired, observed: Observed): boolean {
  const { backup } = desired.spec.migrations;
  const pending = knownPlan(desired, observed)?.pending ?? [];
  if (backup === 'never' || pending.length === 0 || schemaOf(observed) === undefined) return false;
  return backup === 'always' || isDestructive(pending);
}

/** What is known of backups while the step does not speak of them. */
export function backedUp(desired: Desired, observed: Observed): PlannedCondition {
  if (desired.spec.migrations.backup === 'never')
    return condition('BackedUp', 'False', 'NotWanted', 'spec.migrations.backup is never: no backup is made.');
  if (!backupNeeded(desired, observed))
    return condition('BackedUp', 'False', 'NotNeeded', 'No plan is pending that needs a backup; none was made.');
  const message =
    'The pending plan needs a backup, and this operator cannot make one yet. Make one yourself, then set spec.migrations.backup: never.';
  return condition('BackedUp', 'False', 'NotAvailable', message);
}
