import { describe, expect, test } from 'vitest';
import { runKey } from '../keys.ts';
import {
  desired,
  destructiveHash,
  observed,
  pending,
  planDocument,
  planRun,
  run,
  settled,
} from '../plan.fixture.ts';
import { plan } from '../plan.ts';
import type { Desired, Observed, Plan } from '../types.ts';

const reasonOf = ({ conditions }: Plan, type = 'Ready') =>
  conditions.find((one) => one.type === type)?.reason;
const messageOf = ({ conditions }: Plan, type = 'Ready') =>
  conditions.find((one) => one.type === type)?.message;
const kinds = ({ actions }: Plan) =>
  actions.map((action) => ('command' in action ? `${action.kind} ${action.command}` : action.kind));

const wish = desired();
const backups = { image: 'registry.example/postgres:17.10', claimName: 'ahlt-dev-backups' };
const withBackups = desired({
  approvedPlan: destructiveHash,
  spec: { migrations: { backup: 'destructive' }, backups },
});
/** A backup of the destructive plan that ended; what it restored for a try was at `schema`. */
const backupOf = (schema: string) =>
  run({
    command: 'backup',
    key: runKey(
      'backup',
      backups.image,
      backups.claimName,
      destructiveHash,
      '0002',
      undefined,
      'secrets',
    ),
    result: {
      file: '20261124T115950Z-plan-0123456789ab.dump',
      bytes: 3_145_728,
      tables: 31,
      schema,
    },
  });

describe('an approved plan that could lose data', () => {
  const table: [string, Desired, Observed, Plan['step'], string, string[]][] = [
    [
      'where there is no place for a backup',
      desired({ approvedPlan: destructiveHash, spec: { migrations: { backup: 'destructive' } } }),
      pending(wish, 'destructive'),
      'Backup',
      'BackupNotAvailable',
      ['RollOut'],
    ],
    [
      '… and one is declared',
      desired({
        approvedPlan: destructiveHash,
        spec: { migrations: { backup: 'destructive', backedUpPlan: destructiveHash } },
      }),
      pending(wish, 'destructive'),
      'Migrate',
      'Migrating',
      ['RunCommand migrate', 'RollOut'],
    ],
    [
      '… for another plan',
      desired({
        approvedPlan: destructiveHash,
        spec: { migrations: { backup: 'destructive', backedUpPlan: `sha256:${'0'.repeat(64)}` } },
      }),
      pending(wish, 'destructive'),
      'Backup',
      'BackupNotAvailable',
      ['RollOut'],
    ],
    [
      'with a place for backups',
      withBackups,
      pending(withBackups, 'destructive'),
      'Backup',
      'BackingUp',
      ['RunCommand backup', 'RollOut'],
    ],
    [
      '… when it was made and tried',
      withBackups,
      pending(withBackups, 'destructive', { runs: [backupOf('0002')] }),
      'Migrate',
      'Migrating',
      ['RunCommand migrate', 'RollOut'],
    ],
    [
      '… when the restored schema is another one',
      withBackups,
      pending(withBackups, 'destructive', { runs: [backupOf('0001')] }),
      'Backup',
      'BackupFailed',
      ['RunCommand backup', 'RollOut'],
    ],
    [
      'a safe plan needs none',
      desired({ spec: { migrations: { backup: 'destructive' } } }),
      pending(wish, 'safe'),
      'Migrate',
      'Migrating',
      ['RunCommand migrate', 'RollOut'],
    ],
  ];
  test.each(table)('%s', (_, want, have, step, reason, actions) => {
    const next = plan(want, have);
    expect([next.step, reasonOf(next), kinds(next)]).toEqual([step, reason, actions]);
  });
});

describe('messages about backups', () => {
  test('a finished one, with its file, before its plan runs and afterwards', () => {
    const made = backupOf('0002');
    const message =
      '20261124T115950Z-plan-0123456789ab.dump, 3.0 MiB, was verified by a restore at 11:59:50 UTC: 31 tables, schema 0002.';
    for (const have of [
      pending(withBackups, 'destructive', { runs: [made] }),
      settled(withBackups, { runs: [made] }),
    ]) {
      const next = plan(withBackups, have);
      expect([reasonOf(next, 'BackedUp'), messageOf(next, 'BackedUp')]).toEqual([
        'Verified',
        message,
      ]);
    }
  });

  test('while a plan waits for its approval, that one follows', () => {
    const waiting = desired({ spec: { migrations: { backup: 'destructive' }, backups } });
    const next = plan(waiting, pending(waiting, 'destructive'));
    expect(reasonOf(next, 'BackedUp')).toBe('Pending');
    expect(messageOf(next, 'Reconciling')).toContain('A backup is made and verified first.');
  });
});

test('a destructive migration beyond what a Job can report needs a backup too', () => {
  const wanted = desired({
    spec: { backups, migrations: { backup: 'destructive', allowDestructive: true } },
  });
  const whole = planDocument('0002', [{ id: '0003' }, { id: '0004', grade: 'destructive' }]);
  const have = observed();
  const answer = {
    ...planRun(wanted, have, '0002'),
    result: { ...whole, pending: whole.pending.slice(0, 1), shortened: true },
  };
  expect(plan(wanted, { ...have, runs: [answer] }).step).toBe('Backup');
});
