import { spawn } from 'node:child_process';

export interface Step {
  readonly name: string;
  /**
   * A command with its arguments, or a function that returns problems, one per line; empty if there
   * are none.
   */
  readonly run: readonly [string, ...string[]] | (() => Promise<readonly string[]>);
  /** How to fix a failure. */
  readonly repair?: string;
}

/**
 * Runs the steps in order, prints a line each with its duration, and the output of those that fail.
 * Returns the number of failures.
 */
export async function runSteps(steps: readonly Step[]): Promise<number> {
  let failed = 0;
  for (const step of steps) {
    const started = performance.now();
    const problems = typeof step.run === 'function' ? await step.run() : await command(step.run);
    const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
    console.log(
      ` ${problems.length === 0 ? '✓' : '✗'} ${step.name.padEnd(18)} ${seconds.padStart(7)}`,
    );
    if (problems.length === 0) continue;
    failed += 1;
    console.log(
      `${problems.join('\n').replace(/^/gm, '   ')}\n${step.repair ? `   → ${step.repair}\n` : ''}`,
    );
  }
  return failed;
}

async function command([program, ...args]: readonly [string, ...string[]]): Promise<string[]> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exit) => resolve(exit ?? 1));
  });
  return code === 0
    ? []
    : [Buffer.concat(output).toString('utf8').trim() || `${program} ended with exit code ${code}`];
}
