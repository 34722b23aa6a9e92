import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { provideBuildkit, provideTrivy } from '#test/support/pipeline-tools.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { runnerConfig } from '../../scripts/gitlab/runner-config.ts';
import { buildBaseOf, standardBase } from '../../scripts/image/arguments.ts';
import { describeBuild } from '../../scripts/image/build-image.ts';
import { docker, root } from '../../scripts/image/docker.ts';

/** Images of jobs, as references for the pipeline's variables. */
export interface JobImages {
  readonly buildkit: string;
  readonly trivy: string;
  /** For gitlab-ci-local itself, and for jobs that need only a shell. */
  readonly files: string;
}

/** Builds them from the tools of `pipeline-tools.ts`, on the app image's base. */
export async function buildJobImages(): Promise<JobImages> {
  const folders = { buildkit: await provideBuildkit(), trivy: await provideTrivy() };
  const base = await baseHere();
  const build = async (target: keyof JobImages, context: string): Promise<string> => {
    const tag = `ahlt-test/job-${target}:1`;
    const file = join(root, 'test/image/jobs.Dockerfile');
    await docker([
      'build',
      '--quiet',
      '--file',
      file,
      '--target',
      target,
      '--build-arg',
      `BASE=${base}`,
      '--tag',
      tag,
      context,
    ]);
    return tag;
  };
  const buildkit = await build('buildkit', folders.buildkit);
  return {
    buildkit,
    trivy: await build('trivy', folders.trivy),
    files: await build('files', folders.trivy),
  };
}

/** The base of the app's image, on this machine. */
export async function baseHere(): Promise<string> {
  const { bases } = await describeBuild();
  return buildBaseOf(bases, standardBase(await readFile(join(root, 'Dockerfile'), 'utf8')));
}

/**
 * A program like docker with the runner's restrictions: jobs get its permissions only, and their
 * working directory belongs to root and is writable by all.
 */
export async function engineOfRunner(): Promise<string> {
  const config = runnerConfig({ url: '', token: '', image: '', hosts: [], concurrent: 1 });
  const list = (name: string): string[] =>
    JSON.parse(new RegExp(`${name} = (\\[.*\\])`).exec(config)?.[1] ?? '');
  const options = [
    ...list('security_opt').flatMap((option) => ['--security-opt', option]),
    ...list('cap_drop').flatMap((capability) => ['--cap-drop', capability]),
  ];
  const program = join(await mkdtemp(join(temporaryFolder('engine'), 'bin-')), 'docker');
  await writeFile(program, runnersDocker.replace('OPTIONS', options.join(' ')));
  await chmod(program, 0o755);
  return program;
}

// gitlab-ci-local gives the files to the user of the image.
const runnersDocker = `#!/bin/sh
if [ "$1" = create ]; then
  shift
  for word; do
    shift
    case $word in chown*) word=$(printf %s "$word" | sed -E 's/chown [0-9]+:[0-9]+/chown 0:0/g') ;; esac
    set -- "$@" "$word"
  done
  set -- create OPTIONS "$@"
fi
exec docker "$@"
`;
