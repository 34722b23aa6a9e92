import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

/** The cluster refused, or did not respond; the message is kubectl's. */
export class ClusterError extends Error {}

/** How a call of kubectl ended. */
interface Ending {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs kubectl with its current configuration and returns its stdout. Throws ClusterError. */
export async function kubectl(args: readonly string[], input = ''): Promise<string> {
  const { code, out, err } = await run(args, input);
  if (code !== 0) throw new ClusterError(err || `kubectl ${args[0]} ended with ${code}`);
  return out;
}

/**
 * Applies objects in order. With `dryRun` the server validates and stores nothing. Throws
 * ClusterError.
 */
export const applyObjects = (
  objects: readonly object[],
  { dryRun = false } = {},
): Promise<string> =>
  kubectl(
    [
      'apply',
      '--server-side',
      '--force-conflicts',
      ...(dryRun ? ['--dry-run=server'] : []),
      '-f',
      '-',
    ],
    listOf(objects),
  );

/**
 * Returns what applying would change, as a unified diff; empty if nothing. kubectl masks Secrets.
 * Throws ClusterError.
 */
export async function diffObjects(objects: readonly object[]): Promise<string> {
  const { code, out, err } = await run(
    ['diff', '--server-side', '--force-conflicts', '-f', '-'],
    listOf(objects),
  );
  // 1 means a difference, if there is output.
  if (code === 0 || (code === 1 && out !== '')) return out;
  throw new ClusterError(err);
}

/**
 * Waits until the API server serves types that were just applied. `kubectl wait` refuses a
 * definition without status, which is its initial state: that is retried.
 * @param call runs kubectl on the cluster @throws errors of `call`, after a minute
 */
export async function awaitTypes(
  names: readonly string[],
  call: (args: readonly string[]) => Promise<unknown> = kubectl,
): Promise<void> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    try {
      await call([
        'wait',
        '--for=condition=Established',
        '--timeout=60s',
        ...names.map((name) => `crd/${name}`),
      ]);
      return;
    } catch (error) {
      const isYoung = error instanceof Error && error.message.includes('accessor error');
      if (!isYoung || performance.now() > deadline) throw error;
      await pause(200);
    }
  }
}

const listOf = (items: readonly object[]): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

function run(args: readonly string[], input: string): Promise<Ending> {
  return new Promise((resolve, reject) => {
    const child = spawn('kubectl', [...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.stdin.on('error', () => undefined);
    child.once('error', (error) =>
      reject(new ClusterError(`kubectl cannot be run: ${error.message}`)),
    );
    child.once('close', (code) =>
      resolve({ code: code ?? 1, out: text(out), err: text(err).trim() }),
    );
    child.stdin.end(input);
  });
}

const text = (chunks: readonly Buffer[]): string => Buffer.concat(chunks).toString('utf8');
