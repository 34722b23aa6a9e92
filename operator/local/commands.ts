import { isReadable } from '../environment/results.ts';
import type { CommandRun, RunCommand, RunFailure } from '../environment/types.ts';
import type { Children } from './children.ts';
import type { DataFolder } from './data-folder.ts';
import { logTail, rotateLog } from './logs.ts';

/** Environment of a command. */
export interface CommandSurroundings {
  readonly app: App;
  readonly folder: DataFolder;
  readonly children: Children;
  readonly secrets: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** How to run the app of the working tree. */
export interface App {
  /** Path of its program. */
  readonly program: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** Program and arguments that run a command of the app; children use our own Node. */
export function appCommand(
  path: string,
  args: readonly string[],
): { readonly program: string; readonly args: readonly string[] } {
  return {
    program: process.execPath,
    args: ['--enable-source-maps', path, ...args],
  };
}

/**
 * Runs one command of the app to its end. A failure is a result, not an error.
 * @param secrets variables for this command only
 * @param signal aborts it
 */
export async function runCommand(
  { command, image, key, attempt, args, deadlineSeconds }: RunCommand,
  { app, folder, children, secrets, signal }: CommandSurroundings,
): Promise<CommandRun> {
  const log = rotateLog(folder, command);
  const startedAt = Date.now();
  const child = children.start({
    ...appCommand(app.program, args),
    env: { ...app.variables, ...secrets },
    log,
    stopSignal: 'SIGTERM',
    answers: true,
  });
  const cutOff = () => void child.stop(5_000, 'SIGKILL');
  signal.addEventListener('abort', cutOff);
  let late = false;
  const deadline = setTimeout(() => {
    late = true;
    cutOff();
  }, deadlineSeconds * 1000);
  const { code, output } = await child.ended;
  clearTimeout(deadline);
  signal.removeEventListener('abort', cutOff);

  const run = {
    id: `${command}-${key}-${attempt}`,
    command,
    image,
    key,
    attempt,
    startedAt,
    finishedAt: Date.now(),
  };
  const document = parsed(output);
  if (code === 0 && isReadable(command, document))
    return { ...run, state: 'succeeded', result: document };
  const failure = late
    ? { code: 'DeadlineExceeded', message: `${command} did not finish within ${deadlineSeconds} s` }
    : failureOf(document, logTail(log, 5));
  return {
    ...run,
    state: 'failed',
    ...(document !== undefined && { result: document }),
    failure: { ...failure, ...(code !== null && { exitCode: code }) },
  };
}

/** The message of the app's error document; without one, the last lines of its log. */
function failureOf(document: unknown, logLines: readonly string[]): RunFailure {
  const { error } = (document ?? {}) as { error?: { code?: string; message?: string } };
  if (error?.message !== undefined)
    return { message: error.message, ...(error.code !== undefined && { code: error.code }) };
  const readable = logLines.map(logMessage);
  return { message: readable.at(-1) ?? 'it ended with no output', logLines: readable };
}

/** The message of a JSON log line; other lines unchanged. */
export function logMessage(line: string): string {
  const record = parsed(line) as { msg?: unknown; err?: { message?: unknown } } | undefined;
  if (typeof record !== 'object' || record === null || typeof record.msg !== 'string') return line;
  return typeof record.err?.message === 'string'
    ? `${record.msg}: ${record.err.message}`
    : record.msg;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
