import { randomUUID } from 'node:crypto';
import { buildImage, describeBuild } from '../../scripts/image/build-image.ts';
import { docker, run } from '../../scripts/image/docker.ts';

/** The image under test. */
export const testTag = 'ahlt/im-ctrl:test';

/** Builds the image from the working tree; fast if nothing changed. */
export async function buildOnce(): Promise<void> {
  await buildImage(await describeBuild({ tag: testTag }));
}

/** As in a cluster, and stricter: without any network. */
export const hardened = [
  '--network',
  'none',
  '--read-only',
  '--tmpfs',
  '/tmp',
  '--cap-drop',
  'ALL',
  '--security-opt',
  'no-new-privileges',
  '--memory',
  '256m',
];

/** Runs a command of the image to its end. */
export async function exitOf(
  options: readonly string[],
  words: readonly string[],
): Promise<{ code: number; output: string; errors: string }> {
  const name = `ahlt-test-${randomUUID()}`;
  await docker(['create', '--name', name, ...options, testTag, ...words]);
  try {
    const code = Number(await docker(['start', name]).then(() => docker(['wait', name])));
    const [output, errors] = await Promise.all([
      run('sh', ['-c', `docker logs ${name} 2>/dev/null`]),
      run('sh', ['-c', `docker logs ${name} 2>&1 >/dev/null`]),
    ]);
    return { code, output, errors };
  } finally {
    await docker(['rm', '--force', name]);
  }
}

/** Starts a container that runs until it is stopped. */
export async function container(options: readonly string[], words: readonly string[] = []) {
  const name = `ahlt-test-${randomUUID()}`;
  await docker(['run', '--detach', '--name', name, ...options, testTag, ...words]);
  const exec = (command: readonly string[]) => docker(['exec', name, ...command]);
  return {
    name,
    exec,
    inspect: (format: string) => docker(['inspect', '--format', format, name]),
    logs: () => run('sh', ['-c', `docker logs ${name} 2>&1`]),
    status: async (path: string) =>
      Number(
        await exec([
          'node',
          '-e',
          `fetch('http://127.0.0.1:8080${path}').then(({ status }) => console.log(status))`,
        ]),
      ),
    /**
     * SIGTERM, and SIGKILL after this many seconds; returns the exit code, which is 137 if it was
     * killed.
     */
    stop: async (graceSeconds: number) => {
      await docker(['stop', '--time', String(graceSeconds), name]);
      return Number(await docker(['inspect', '--format', '{{.State.ExitCode}}', name]));
    },
    remove: async () => void (await docker(['rm', '--force', '--volumes', name])),
  };
}

/** Every file that the image adds, with the hash of its content and its mode. */
export async function filesOf(image: string): Promise<string[]> {
  const list =
    'cd /srv/ahlt && find . -type f -exec stat -c "%a %u:%g %Y" {} \\; -exec sha256sum {} \\; | paste - - | sort -k 5';
  return (await docker(['run', '--rm', '--entrypoint', 'sh', image, '-c', list])).split('\n');
}
