import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository's root, the working directory of every command. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface RunOptions {
  /** Variables in addition to those of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** File descriptor or text as input. @default none */
  readonly input?: number | string;
  /** File descriptor for the output, instead of returning it. */
  readonly output?: number;
  /** Exit codes that are results. @default 0 */
  readonly codes?: readonly number[];
}

/** A program failed; with the last lines of its output. */
export class CommandFailed extends Error {
  override name = 'CommandFailed';
}

/** A program that is not installed. */
export class ProgramMissing extends CommandFailed {
  override name = 'ProgramMissing';

  constructor(program: string) {
    super(
      `${program} is not installed, or not on the PATH.\ndocs/runbooks/workstation.md explains how to install it.`,
    );
  }
}

/** Runs a program and returns its stdout. @throws CommandFailed */
export async function run(
  program: string,
  args: readonly string[],
  { env = {}, input, output, codes = [0] }: RunOptions = {},
): Promise<string> {
  const stdin = typeof input === 'string' ? 'pipe' : (input ?? 'ignore');
  // BuildKit is not the default of every engine.
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, DOCKER_BUILDKIT: '1', ...env },
    stdio: [stdin, output ?? 'pipe', 'pipe'],
  });
  const said: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
  child.stdout?.on('data', (chunk: Buffer) => said.stdout.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => said.stderr.push(chunk));
  if (typeof input === 'string') child.stdin?.end(input);
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', (error) => reject(notStarted(program, error)));
    child.on('close', (exit, signal) => resolve(exit ?? (signal === null ? 1 : 128)));
  });
  if (codes.includes(code)) return Buffer.concat(said.stdout).toString('utf8').trim();
  const lines = Buffer.concat([...said.stdout, ...said.stderr])
    .toString('utf8')
    .trim()
    .split('\n');
  throw new CommandFailed(
    `${program} ${args.slice(0, 3).join(' ')} … ended with ${code}\n${lines.slice(-25).join('\n')}`,
  );
}

export const docker = (args: readonly string[], options?: RunOptions): Promise<string> =>
  run('docker', args, options);

/** Runs a program on the terminal. Returns its exit code. */
export async function show(
  program: string,
  args: readonly string[],
  env: RunOptions['env'] = {},
): Promise<number> {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  return new Promise<number>((resolve, reject) => {
    child.on('error', (error) => reject(notStarted(program, error)));
    child.on('close', (exit) => resolve(exit ?? 1));
  });
}

const notStarted = (program: string, error: NodeJS.ErrnoException): CommandFailed =>
  error.code === 'ENOENT'
    ? new ProgramMissing(program)
    : new CommandFailed(`${program}: ${error.message}`);

/**
 * Ensures that an image exists locally; an existing one is never pulled.
 * @param variable name of the variable that replaces the image
 * @throws CommandFailed with the registry's reason and that variable
 */
export async function provideImage(reference: string, variable: string): Promise<void> {
  const there = await docker(['image', 'inspect', '--format', '{{.Id}}', reference]).catch(
    () => undefined,
  );
  if (there !== undefined) return;
  await docker(['pull', '--quiet', reference]).catch((error: unknown) => {
    if (!(error instanceof CommandFailed)) throw error;
    const reason = error.message.trim().split('\n').at(-1) ?? '';
    throw new CommandFailed(
      `${reference} could not be pulled: ${reason}\n${variable}=<image> uses another image, from a mirror or this machine.`,
    );
  });
}
