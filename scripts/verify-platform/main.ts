import { formatProblems } from '#cdk8s/environments/format-problems.ts';
import { readEnvironments } from '#cdk8s/environments/read.ts';
import { type Check, check, type Wanted } from './checklist.ts';
import type { Point } from './facts.ts';
import { type Looks, looks } from './look.ts';
import { type ChecklistOptions, help, OptionError, parseOptions } from './options.ts';

/** `npm run verify-platform`. Returns the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options === undefined) return say(help, 0);
  const files = readEnvironments(process.cwd());
  if (!files.ok) return complain(formatProblems(files.problems));
  const checks = await goThrough(options, looks(files.value, options), {
    ...files.value,
    gitlab: options.gitlab,
    now: new Date(),
  });
  const passed = checks.every((one) => one.passed);
  if (options.json) say(`${JSON.stringify({ passed, checks }, undefined, 2)}\n`, 0);
  return passed ? 0 : 1;
}

/** All concurrently, because each waits for something else; printed in order. */
async function goThrough(
  { points, json }: ChecklistOptions,
  look: Looks,
  wanted: Wanted,
): Promise<Check[]> {
  const judged = <P extends Point>(point: P) =>
    look[point]().then((found) => check(point, found, wanted));
  const checks: Check[] = [];
  for (const judging of points.map(judged)) {
    const one = await judging;
    if (!json) say(lines(one), 0);
    checks.push(one);
  }
  return checks;
}

const lines = ({ name, passed, message, next }: Check): string =>
  [
    ` ${passed ? '✓' : '✗'} ${name.padEnd(12)} ${message}`,
    ...next.map((one) => `   → ${one}`),
    '',
  ].join('\n');

function say(text: string, code: number): number {
  process.stdout.write(text);
  return code;
}

function complain(text: string): number {
  process.stderr.write(` ✗ ${text}\n`);
  return 2;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof OptionError)) throw error;
  process.exitCode = complain(error.message);
}
