import { readFailedStatement } from './results.ts';
import type { Action, Command, CommandRun, Observed, RunCommand } from './types.ts';
import { bounded } from './words.ts';

/** Progress of a desired run. */
export type RunProgress = { readonly is: 'done'; readonly run: CommandRun } | Unfinished;

/** Progress of a desired run that is not done. */
export type Unfinished =
  /** It is running, or an older run of the command must end first. */
  | { readonly is: 'running'; readonly run: CommandRun; readonly last?: CommandRun }
  /** Nothing is running: `actions` start it, or start it again after `last`. */
  | {
      readonly is: 'due';
      readonly actions: readonly Action[];
      readonly attempt: number;
      readonly last?: CommandRun;
    }
  /** It failed and waits until `retryAt`. */
  | { readonly is: 'resting'; readonly last: CommandRun; readonly retryAt: number };

export type Wanted = Omit<RunCommand, 'kind' | 'attempt'>;

/**
 * Returns what to do until the desired run has succeeded.
 * @param trusted whether a success counts; one that the database does not confirm is retried like a
 * failure
 */
export function progressOf(
  wanted: Wanted,
  observed: Observed,
  trusted: (run: CommandRun) => boolean,
): RunProgress {
  const progress = nextAttempt(wanted, observed);
  const { last } = progress;
  return progress.is !== 'running' && last?.state === 'succeeded' && trusted(last)
    ? { is: 'done', run: last }
    : progress;
}

/**
 * The same if the need remains, so that no earlier success counts. At most one run of a command is
 * in progress.
 */
export function nextAttempt(wanted: Wanted, observed: Observed): Unfinished {
  const ofCommand = observed.runs.filter(({ command }) => command === wanted.command);
  const tries = ofCommand
    .filter(({ key }) => key === wanted.key)
    .sort((a, b) => b.attempt - a.attempt);
  const [last, before] = tries;
  const running = ofCommand.find(({ state }) => state === 'running');
  if (running && running.key === wanted.key)
    return { is: 'running', run: running, ...(before && { last: before }) };
  // A run that works on the database is never interrupted; only one that could not start is
  // replaced by the desired one.
  if (running && !running.waiting) return { is: 'running', run: running };

  const retryAt = last ? retryTime(last, observed) : observed.now;
  if (last && retryAt > observed.now) return { is: 'resting', last, retryAt };
  const attempt = (last?.attempt ?? 0) + 1;
  const cancel: Action[] = running ? [{ kind: 'CancelRun', id: running.id }] : [];
  return {
    is: 'due',
    actions: [...cancel, { kind: 'RunCommand', ...wanted, attempt }],
    attempt,
    ...(last && { last }),
  };
}

/** The app's exit code for "retry": database or graph did not respond, or a lock was held. */
const temporary = 3;

/** Maximum delay after a transient failure, whose cause may end at any moment. */
const longestTemporarySeconds = 30;

function retryTime(last: CommandRun, { retry }: Observed): number {
  const longest =
    last.failure?.exitCode === temporary
      ? Math.min(longestTemporarySeconds, retry.maxSeconds)
      : retry.maxSeconds;
  return (
    (last.endSeenAt ?? last.finishedAt ?? last.startedAt) +
    1000 * Math.min(longest, retry.baseSeconds * 2 ** (last.attempt - 1))
  );
}

/** The newest finished run of a command. */
export const newestFinished = (
  runs: readonly CommandRun[],
  command: Command,
): CommandRun | undefined =>
  runs
    .filter((run) => run.command === command && run.state !== 'running')
    .sort((a, b) => (b.finishedAt ?? b.startedAt) - (a.finishedAt ?? a.startedAt))[0];

/** The failure reported by a run, with the failed statement or the last lines of its log. */
export function failureOf(run: CommandRun): string {
  if (run.state === 'succeeded') return 'exited 0, but the database does not show its changes';
  const { message = 'failed with no output', logLines = [] } = run.failure ?? {};
  const at = run.command === 'migrate' ? readFailedStatement(run.result) : undefined;
  const where = at
    ? ` (statement ${at.statement} of ${at.of}${at.sql ? `: ${oneLine(at.sql)}` : ''})`
    : '';
  const quoted = logLines.filter((line) => !message.includes(line));
  return `${message}${where}${quoted.length === 0 ? '' : `; last log lines: "${quoted.join(' | ')}"`}`;
}

/** SQL shortened for a condition: enough to find the statement. */
const oneLine = (sql: string) => bounded(sql.replace(/\s+/g, ' ').trim(), 160);
