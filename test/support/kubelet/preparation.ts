import { dirname, join } from 'node:path';
import type { ContainerRun } from './container.ts';
import { expand, resolveEnvironment } from './environment.ts';
import { rest } from './probe.ts';
import { type Mounts, mountsOf, NotStartable } from './volumes.ts';

const retryMs = 500;

/** A container that can be started: its image exists and its configuration is complete. */
export interface Prepared {
  readonly cwd: string;
  readonly command: string[];
  readonly env: Record<string, string>;
  readonly terminationLog: string;
}

/**
 * Waits for image and configuration like a kubelet: reports missing parts and retries. Undefined
 * if stopped meanwhile.
 */
export async function prepare(
  run: ContainerRun,
  signal: AbortSignal,
  wait: (reason: string, message: string) => void,
): Promise<Prepared | undefined> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      return await prepareOnce(run, attempt);
    } catch (error) {
      const { reason, message } =
        error instanceof NotStartable
          ? error
          : { reason: 'CreateContainerError', message: String(error) };
      wait(reason, message);
      if (attempt === 0) run.warn('Failed', message);
    }
    await rest(retryMs, signal);
  }
  return undefined;
}

async function prepareOnce(run: ContainerRun, attempt: number): Promise<Prepared> {
  const { container, pod, ip } = run;
  const image = container.image ?? '';
  const cwd = run.findImage(image);
  if (!cwd) {
    if (attempt > 0)
      throw new NotStartable('ImagePullBackOff', `Back-off pulling image "${image}"`);
    throw new NotStartable('ErrImagePull', `failed to pull and unpack image "${image}": not found`);
  }
  const terminationLog = join(run.folder, 'termination-log');
  const mounts = mountsOf(container, run.volumes, {
    [container.terminationMessagePath ?? '/dev/termination-log']: terminationLog,
  });
  const declared = await resolveEnvironment(pod, container, ip, run.api);
  const command = [...(container.command ?? []), ...(container.args ?? [])].map((word) =>
    mounts.real(expand(word, declared)),
  );
  if (command.length === 0) throw new NotStartable('CreateContainerError', 'no command specified');
  return { cwd, command, env: processEnvironment(run, declared, mounts, cwd), terminationLog };
}

/** Where Node keeps compiled programs of this run. */
export function compileCache(): Record<string, string> {
  const { NODE_COMPILE_CACHE } = process.env;
  return NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
}

/**
 * Adaptations for a process that shares a machine's ports and files with others: it listens on its
 * pod's own loopback address instead of 0.0.0.0, and mounted paths in values are the real ones.
 */
function processEnvironment(
  run: ContainerRun,
  declared: Record<string, string>,
  mounts: Mounts,
  image: string,
): Record<string, string> {
  const temporary = mounts.at('/tmp');
  const env: Record<string, string> = {
    PATH: [join(image, 'bin'), dirname(process.execPath), process.env.PATH].join(':'),
    HOSTNAME: run.pod.metadata?.name ?? '',
    ...(temporary && { TMPDIR: temporary, HOME: temporary }),
    ...compileCache(),
    ...run.environment,
  };
  for (const [name, value] of Object.entries(declared))
    env[name] = mounts.real(value.replace(/^0\.0\.0\.0(?=:|$)/, run.ip));
  return { ...env, HOST: run.ip };
}
