import { expect, test } from 'vitest';
import type { CommandRun } from '../environment/types.ts';
import { commandFault } from './step-fault.ts';

const failed = (over: Partial<CommandRun>): CommandRun => ({
  id: 'x',
  command: 'migrate',
  image: 'app:1',
  key: 'x',
  attempt: 1,
  state: 'failed',
  startedAt: 0,
  ...over,
});
const at = { log: '.data/logs/migrate.log', schema: '0002' };
const last = 'Log: .data/logs/migrate.log      Try again: npm start';

test('a migration that failed says which statement, and where the database is now', () => {
  const message = '0003 failed: column "scheduled_at" of relation "entities" already exists';
  const details = { migration: '0003', name: 'schedule', statement: 2, of: 3, kept: 0 };
  const fault = commandFault(
    failed({ failure: { code: 'migration_failed', message }, result: { error: { details } } }),
    at,
  );
  expect(fault).toMatchObject({ step: 'migrate', message, exitCode: 1 });
  expect(fault.advice).toEqual([
    'Statement 2 of 3 in 0003_schedule.ts; nothing of 0003 was kept, the database is at 0002.',
    last,
  ]);
});

test('one that runs outside a transaction reports the kept migrations', () => {
  const details = { migration: '0003', name: 'index', statement: 2, of: 3, kept: 1 };
  const fault = commandFault(
    failed({ failure: { code: 'migration_failed', message: 'x' }, result: { error: { details } } }),
    at,
  );
  expect(fault.advice[0]).toBe(
    'Statement 2 of 3 in 0003_index.ts; the statements before it were kept, the database is at 0002.',
  );
});

test('several problems are listed below the step', () => {
  const fault = commandFault(
    failed({ failure: { code: 'configuration', message: 'A is wrong\nB is wrong' } }),
    at,
  );
  expect(fault.message).toBe('2 problems');
  expect(fault.advice).toEqual(['A is wrong', 'B is wrong', '', last]);
});

test('a command that ended without a word shows the end of its log', () => {
  const fault = commandFault(
    failed({ command: 'seed', failure: { message: 'boom', logLines: ['before', 'boom'] } }),
    at,
  );
  expect(fault).toMatchObject({ step: 'seed', message: 'boom', advice: ['before', '', last] });
});
