import {
  covers,
  isDestructive,
  type KnownPlan,
  type PendingPlan,
  planInWords,
  schemaOf,
} from '../facts.ts';
import { runKey } from '../keys.ts';
import { readBackupResult } from '../results.ts';
import { newestFinished, progressOf, type RunProgress } from '../runs.ts';
import type { CommandRun, Desired, Observed, Plan, PlannedCondition, Reachable } from '../types.ts';
import { clockTime, condition, counted, stalled } from '../words.ts';
import { planOf } from './unfinished-run.ts';

/**
 * Before a plan that could lose data: creates a dump and verifies it by a restore. Without a place
 * for backups, such a plan waits until a commit declares a backup by the hash of exactly this plan
 * (docs/decisions/017-backups-verified-by-restore.md).
 */
export function backUp(
  desired: Desired,
  observed: Reachable,
  known: PendingPlan,
): Plan | undefined {
  if (!backupNeeded(desired, observed, known)) return undefined;
  const progress = backupProgress(desired, observed, known);
  if (progress?.is === 'done') return undefined;
  const before = planInWords(schemaOf(observed), known);
  const what = `The backup of ${desired.spec.database.name} before ${before}`;
  if (progress)
    return planOf(
      progress,
      { step: 'Backup', type: 'BackedUp', doing: 'BackingUp', failed: 'BackupFailed', what },
      observed,
    );
  const message = whatIsNeeded(desired, observed, known);
  const conditions = [
    ...stalled('BackupNotAvailable', message),
    condition('BackedUp', 'False', 'NotAvailable', message),
    condition('Migrated', 'False', 'BackupNotAvailable', message),
  ];
  return { step: 'Backup', actions: [], conditions };
}

/** Whether a backup is required before the pending plan and none is declared. */
export function backupNeeded(desired: Desired, observed: Reachable, known: PendingPlan): boolean {
  return backupWanted(desired, observed, known) && !isDeclared(desired, observed, known);
}

/** The condition of backups while another step runs. */
export function backedUp(
  desired: Desired,
  observed: Reachable,
  known: KnownPlan | undefined,
): PlannedCondition {
  if (desired.spec.migrations.backup === 'never') return notWanted;
  if (known?.is !== 'pending' || !backupWanted(desired, observed, known))
    return newestBackup(observed) ?? notNeeded;
  if (isDeclared(desired, observed, known))
    return condition(
      'BackedUp',
      'True',
      'Declared',
      'spec.migrations.backedUpPlan confirms a verified backup for this plan.',
    );
  const progress = backupProgress(desired, observed, known);
  if (progress === undefined)
    return condition('BackedUp', 'False', 'NotAvailable', whatIsNeeded(desired, observed, known));
  if (progress.is === 'done') return verified(progress.run, observed);
  return condition(
    'BackedUp',
    'False',
    'Pending',
    'A backup is made and verified before the plan runs.',
  );
}

export const notWanted = condition(
  'BackedUp',
  'False',
  'NotWanted',
  'spec.migrations.backup is never: no backup is made.',
);

const notNeeded = condition('BackedUp', 'False', 'NotNeeded', 'No pending plan needs a backup.');

/** The last backup stays in the status after its plan has run, when it may be needed. */
export function newestBackup(observed: Observed): PlannedCondition | undefined {
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
    `${file}, ${size}, was verified by a restore${when}: ${counted(tables, 'table')}, schema ${schema}.`,
  );
}

/** Progress of this plan's backup; undefined without a place for backups. */
function backupProgress(
  desired: Desired,
  observed: Reachable,
  known: PendingPlan,
): RunProgress | undefined {
  const { backups } = desired.spec;
  if (backups === undefined) return undefined;
  const schema = schemaOf(observed);
  const wanted = {
    command: 'backup' as const,
    image: backups.image,
    key: runKey(
      'backup',
      backups.image,
      backups.claimName,
      known.plan.hash,
      schema ?? undefined,
      desired.requestedAt,
      observed.secretChecksum,
    ),
    args: [`plan-${shortHash(known)}`, String(backups.keep)],
    deadlineSeconds: backups.deadlineSeconds,
  };
  // The restored dump reported its schema; a different one belongs to another database.
  return progressOf(wanted, observed, ({ result }) => readBackupResult(result)?.schema === schema);
}

const shortHash = ({ plan }: PendingPlan): string => plan.hash.replace('sha256:', '').slice(0, 12);

/** An empty database has nothing to back up. */
function backupWanted(desired: Desired, observed: Reachable, known: PendingPlan): boolean {
  const { backup } = desired.spec.migrations;
  if (backup === 'never' || schemaOf(observed) === null) return false;
  return backup === 'always' || isDestructive(known);
}

const isDeclared = ({ spec }: Desired, { database }: Reachable, known: PendingPlan): boolean =>
  covers([spec.migrations.backedUpPlan], known, database.ledger.migrations);

function whatIsNeeded(desired: Desired, observed: Reachable, known: PendingPlan): string {
  return (
    `${planInWords(schemaOf(observed), known)} needs a backup first, and spec.backups is not set. ` +
    `Make a backup and verify it (${howTo(desired)}; docs/runbooks/restore.md), then commit spec.migrations.backedUpPlan: ${known.plan.hash}; ` +
    'nothing is changed until then.'
  );
}

function howTo({ spec, connections }: Desired): string {
  const dump = `pg_dump --format=custom ${spec.database.name}`;
  const cluster = connections.database?.clusterRef;
  return cluster === undefined
    ? dump
    : `${dump}, or kubectl cnpg backup ${cluster.name} -n ${cluster.namespace}`;
}
