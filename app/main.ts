import { writeFileSync } from 'node:fs';
import { styleText } from 'node:util';
import { parseCommandLine, type Request } from './cli/arguments.ts';
import type { Outcome } from './cli/commands.ts';
import { exitCode, exitCodeOf } from './cli/exit-code.ts';
import { commandHelp, generalHelp } from './cli/help.ts';
import { failureLines } from './cli/migration-lines.ts';
import { errorDocument, fitResult } from './cli/result.ts';
import { commandFromRunMode, readConfig, resultFile } from './config.ts';
import { createLog } from './log.ts';
import { appVersion } from './version.ts';

process.exitCode = await main(process.argv.slice(2));
// All work is done. A connection to a server that hangs cannot be closed and must not keep the
// process alive.
setTimeout(() => process.exit(), 1_000).unref();

/** Runs the command and reports the result. */
async function main(words: readonly string[]): Promise<number> {
  const json = words.includes('--json');
  try {
    const request = parseCommandLine(words, commandFromRunMode);
    const outcome = await answer(request, json);
    if (outcome !== undefined) report(outcome, json);
    return exitCode.done;
  } catch (error) {
    fail(error, json);
    return exitCodeOf(error);
  }
}

async function answer(request: Request, json: boolean): Promise<Outcome | undefined> {
  if (request.kind === 'version') return { document: { version: appVersion }, lines: [appVersion] };
  if (request.kind === 'help') {
    return {
      document: {},
      lines: request.command === undefined ? generalHelp() : commandHelp(request.command),
    };
  }
  const { command, options } = request;
  const config = readConfig(command.name);
  const serves = command.name === 'serve';
  if (!serves) endOnSignal();
  // On a terminal users see the lines of the result; log lines are for programs.
  const quiet = !serves && !json && process.stdout.isTTY === true;
  const log = createLog({
    level: quiet ? 'warn' : config.logLevel,
    to: serves ? 'stdout' : 'stderr',
  });
  return command.run({ options, config, log });
}

/**
 * The first process of a container receives only signals that it handles. Open transactions are
 * rolled back.
 */
function endOnSignal(): void {
  process.once('SIGTERM', () => process.exit(128 + 15));
  process.once('SIGINT', () => process.exit(128 + 2));
}

function report({ document, lines }: Outcome, json: boolean): void {
  keepResult(document);
  process.stdout.write(
    json ? `${JSON.stringify(document)}\n` : lines.map((line) => `${coloured(line)}\n`).join(''),
  );
}

/** Green for completed actions; no color without a terminal or with NO_COLOR. */
function coloured(line: string): string {
  return line.replace(/^ \u2713/, (mark) => styleText('green', mark, { stream: process.stdout }));
}

function fail(error: unknown, json: boolean): void {
  const document = errorDocument(error);
  keepResult(document);
  if (json) process.stdout.write(`${JSON.stringify(document)}\n`);
  const { code, message } = document.error;
  const lines =
    process.stderr.isTTY === true
      ? linesForPeople(error, message)
      : linesForLogs(error, { code, message });
  process.stderr.write(`${lines.join('\n')}\n`);
  if (code === 'unexpected' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
}

function linesForPeople(error: unknown, message: string): string[] {
  const [first = '', ...rest] = [...message.split('\n'), ...failureLines(error)];
  return [
    `${styleText('red', ' ✗', { stream: process.stderr })} ${first}`,
    ...rest.map((line) => `   ${line}`),
  ];
}

/**
 * A cluster shows the last line of a terminated container, so it is the reason, not an explanation.
 */
function linesForLogs(
  error: unknown,
  { code, message }: { code: string; message: string },
): string[] {
  const label = code === 'configuration' ? 'config: ' : '';
  return [...failureLines(error), ...message.split('\n').map((line) => `${label}${line}`)];
}

function keepResult(document: object): void {
  const path = resultFile();
  if (path === undefined) return;
  try {
    writeFileSync(path, fitResult(document));
  } catch (error) {
    process.stderr.write(
      `RESULT_FILE ${path}: ${error instanceof Error ? error.message : String(error)}\n`,
    );
  }
}
