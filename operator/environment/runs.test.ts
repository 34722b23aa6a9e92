import { expect, test } from 'vitest';
import { failureOf } from './runs.ts';
import type { CommandRun } from './types.ts';

const failedRun = (more: Partial<CommandRun>): CommandRun => ({
  id: 'run',
  command: 'migrate',
  image: 'im-ctrl:1.1.0',
  key: 'key',
  attempt: 1,
  startedAt: 0,
  finishedAt: 1,
  state: 'failed',
  ...more,
});

const message = '0008 failed: column "label" already exists';
const details = { statement: 2, of: 3, sql: 'alter table entities\n  add column label text' };

test('a migration names the statement it failed at, on one line', () => {
  const run = failedRun({ failure: { message }, result: { error: { message, details } } });
  expect(failureOf(run)).toBe(
    `${message} (statement 2 of 3: alter table entities add column label text)`,
  );
});

test('a statement too long for its result is named by its number', () => {
  const run = failedRun({
    failure: { message },
    result: { error: { message, details: { statement: 2, of: 3 } } },
  });
  expect(failureOf(run)).toBe(`${message} (statement 2 of 3)`);
});

test('a run without a document shows the end of its log, and no line twice', () => {
  const failure = { message: 'out of memory', logLines: ['starting', 'out of memory'] };
  expect(failureOf(failedRun({ command: 'seed', failure }))).toBe(
    'out of memory; last log lines: "starting"',
  );
});

test('a success that the database does not confirm is reported', () => {
  expect(failureOf(failedRun({ state: 'succeeded' }))).toBe(
    'exited 0, but the database does not show its changes',
  );
});
