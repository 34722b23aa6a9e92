import type { EnvironmentFacts } from './revision.ts';
import type { SqlPlan } from './sql.ts';
import { inWords } from './words.ts';

/** An environment in which something would run. */
export interface Gated {
  readonly facts: EnvironmentFacts;
  readonly sql: SqlPlan;
  /** Its database is empty: nothing can be lost. */
  readonly isNew: boolean;
}

/**
 * The requirements before the SQL runs after the merge, one sentence for all environments with the
 * same requirement: whose approval, which backup, and the exact values to commit. The operator
 * decides by the same fields (operator/environment/steps).
 */
export function gates(environments: readonly Gated[]): string[] {
  const groups = Map.groupBy(environments, (environment) =>
    JSON.stringify([environment.sql.hash, approvalOf(environment), backupOf(environment)]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const said =
      first &&
      whatItTakes(
        first,
        group.map(({ facts }) => `environments/${facts.name}/environment.yaml`),
      );
    if (!first || !said) return [];
    return [`${inWords(group.map(({ facts }) => facts.name))}: ${whatItDoes(first.sql)}. ${said}`];
  });
}

/** Whether something will wait until a value is committed. */
export const waitsForApproval = (environments: readonly Gated[]): boolean =>
  environments.some(
    (environment) => approvalOf(environment) === 'missing' || backupOf(environment) === 'missing',
  );

type Approval = 'none' | 'given' | 'missing';
type Backup = 'none' | 'made' | 'declared' | 'missing';

function approvalOf({ facts: { migrations }, sql, isNew }: Gated): Approval {
  const needed =
    migrations.approval === 'manual' ||
    (isDestructive(sql) && migrations.allowDestructive !== true && !isNew);
  if (sql.pending.length === 0 || !needed) return 'none';
  return migrations.approvedPlan === sql.hash ? 'given' : 'missing';
}

function backupOf({ facts: { migrations, keepsBackups }, sql, isNew }: Gated): Backup {
  const { backup = 'destructive', backedUpPlan } = migrations;
  const wanted = backup === 'always' || (backup === 'destructive' && isDestructive(sql));
  if (sql.pending.length === 0 || isNew || !wanted) return 'none';
  if (backedUpPlan === sql.hash) return 'declared';
  return keepsBackups ? 'made' : 'missing';
}

function whatItTakes(environment: Gated, paths: readonly string[]): string {
  const files = inWords(paths);
  const say = paths.length > 1 ? 'say' : 'says';
  const { hash } = environment.sql;
  const approval: Record<Approval, string> = {
    none: '',
    given: `Approved in ${files}.`,
    missing: `It waits (ApprovalNeeded) until ${files} ${say} spec.migrations.approvedPlan: ${hash}.`,
  };
  const backup: Record<Backup, string> = {
    none: '',
    made: 'The operator first makes a backup and verifies it by a restore.',
    declared: `${files} ${say} that a backup for it exists.`,
    missing: `It also waits for a backup (BackupNotAvailable): make and test one (docs/runbooks/restore.md), then commit spec.migrations.backedUpPlan: ${hash}`,
  };
  const alone =
    approvalOf(environment) === 'missing'
      ? backup
      : { ...backup, missing: backup.missing.replace('also waits', 'waits') };
  return [approval[approvalOf(environment)], alone[backupOf(environment)]]
    .filter(Boolean)
    .join(' ');
}

const isDestructive = ({ grade }: SqlPlan): boolean => grade === 'destructive';

function whatItDoes({ pending }: SqlPlan): string {
  const worst = pending.filter(({ grade }) => grade === 'destructive');
  return (worst.length > 0 ? worst : pending).map(({ id, effect }) => `${id} ${effect}`).join('; ');
}
