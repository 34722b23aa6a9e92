import { covers, isDestructive, type KnownPlan, knownPlan, ledgerOf, planInWords, schemaOf } from '../facts.ts';
import { runKey } from '../keys.ts';
import { readBackupResult } from '../results.ts';
import { newestFinished, type Pursuit, pursue } from '../runs.ts';
import type { CommandRun, Desired, Observed, Plan, PlannedCondition } from '../types.ts';
import { clockTime, condition, counted, stalled } from '../words.ts';
import { planOf } from './pursuit-plan.ts';

/**
 * Before a plan that could lose data: a dump that was restored for a try. Where the operator has no place for one, such a plan stops here
 * until somebody says, by the hash of exactly this plan, that there is a backup (docs/decisions/040).
 */
export function backUp(desired: Desired, observed: Observed): Plan | undefined {
  if (!backupNeeded(desired, observed)) return undefined;
  const pursuit = pursueBackup(desired, observed);
  if (pursuit?.is === 'done') return undefined;
  const before = planInWords(schemaOf(observed), knownPlan(desired, observed));
  const what = `The backup of ${desired.spec.database.name} before ${before}`;
  if (pursuit) return planOf(pursuit, { step: 'Backup', type: 'BackedUp', doing: 'BackingUp', failed: 'BackupFailed', what }, observed);
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
  return backupWanted(desired, observed) && !isDeclared(desired, observed);
}

/** What is known of backups while the step does not speak of them. */
export function backedUp(desired: Desired, observed: Observed): PlannedCondition {
  const { backup } = desired.spec.migrations;
  if (backup === 'never') return condition('BackedUp', 'False', 'NotWanted', 'spec.migrations.backup is never: no backup is made.');
  if (!backupWanted(desired, observed)) return newestOf(observed) ?? notNeeded;
  if (isDeclared(desired, observed))
    return condition('BackedUp', 'True', 'Declared', 'spec.migrations.backedUpPlan says that there is a verified backup for this plan.');
  const pursuit = pursueBackup(desired, observed);
  if (pursuit === undefined) return condition('BackedUp', 'False', 'NotAvailable', whatIsNeeded(desired, observed));
  if (pursuit.is === 'done') return verified(pursuit.run, observed);
  return condition('BackedUp', 'False', 'Pending', 'A backup is made and tried before the plan runs.');
}

const notNeeded = condition('BackedUp', 'False', 'NotNeeded', 'No plan is pending that needs a backup; none was made.');

/** The last one stays in sight after its plan has run: that is when somebody may want it. */
function newestOf(observed: Observed): PlannedCondition | undefined {
  const newest = newestFinished(observed.runs, 'backup');
  return newest?.state === 'succeeded' ? verified(newest, observed) : undefined;
}

function verified({ result, finishedAt }: CommandRun, { now }: Observed): PlannedCondition {
  const { file = 'a dump', bytes = 0, tables = 0, schema = '?' } = readBackupResult(result) ?? {};
  const size = `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  const when = finishedAt === undefined ? '' : ` at ${clockTime(finishedAt, now)}`;
  return condition(
    'BackedUp',
    'True',
    'Verified',
    `${file}, ${size}, was restored for a try${when}: ${counted(tables, 'table')}, schema ${schema}.`,
  );
}

/** Where the backup of this plan stands; undefined where the operator has no place for one. */
function pursueBackup(desired: Desired, observed: Observed): Pursuit | undefined {
  const { backups } = desired.spec;
  const known = knownPlan(desired, observed);
  if (backups === undefined || known === undefined) return undefined;
  const schema = schemaOf(observed);
  const wanted = {
    command: 'backup' as const,
    image: backups.image,
    key: runKey('backup', backups.image, backups.claimName, known.plan.hash, schema, desired.requestedAt, observed.secretChecksum),
    args: [`plan-${shortHash(known)}`, String(backups.keep)],
    deadlineSeconds: backups.deadlineSeconds,
  };
  // What was restored for the try said which schema it is; another one is of another database.
  return pursue(wanted, observed, ({ result }) => readBackupResult(result)?.schema === schema);
}

const shortHash = ({ plan }: KnownPlan): string => plan.hash.replace('sha256:', '').slice(0, 12);

function backupWanted(desired: Desired, observed: Observed): boolean {
  const { backup } = desired.spec.migrations;
  const known = knownPlan(desired, observed);
  if (backup === 'never' || !known || known.pending.length === 0 || schemaOf(observed) === undefined) return false;
  return backup === 'always' || isDestructive(known);
}

function isDeclared(desired: Desired, observed: Observed): boolean {
  const known = knownPlan(desired, observed);
  return known !== undefined && covers([desired.spec.migrations.backedUpPlan], known, ledgerOf(observed).migrations);
}

function whatIsNeeded(desired: Desired, observed: Observed): string {
  const known = knownPlan(desired, observed);
  return (
    `${planInWords(schemaOf(observed), known)} needs a backup first, and the operator has no place for one (spec.backups). ` +
    `Make one and try it (${howTo(desired)}; docs/runbooks/restore.md), then commit spec.migrations.backedUpPlan: ${known?.plan.hash}; ` +
    'nothing is changed until then.'
  );
}

function howTo({ spec, connections }: Desired): string {
  const dump = `pg_dump --format=custom ${spec.database.name}`;
  const cluster = connections.database?.clusterRef;
  return cluster === undefined ? dump : `${dump}, or kubectl cnpg backup ${cluster.name} -n ${cluster.namespace}`;
}
