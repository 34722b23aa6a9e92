import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseDocument } from 'yaml';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { withRsync } from './rsync.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** How a pipeline ended. */
export interface PipelineRun {
  readonly code: number;
  /** The output of its jobs. */
  readonly log: string;
  /** The requested output, without messages. */
  readonly stdout: string;
}

/** A clone of this repository, like a runner's, whose pipeline can be run. */
export interface Project {
  readonly folder: string;
  git(...args: string[]): Promise<string>;
  /** Changes values of a YAML file by path and commits. */
  commit(file: string, changes: Readonly<Record<string, unknown>>, message?: string): Promise<void>;
  write(file: string, text: string): Promise<void>;
  /**
   * Runs these jobs, with the shell executor unless there are containers. `event`: the trigger of
   * the pipeline.
   */
  runJobs(
    event: PipelineEvent,
    jobs: readonly string[],
    variables?: Readonly<Record<string, string>>,
    containers?: Containers,
  ): Promise<PipelineRun>;
  /** Lists the jobs, with when they run. */
  listJobs(
    event: PipelineEvent,
  ): Promise<
    ReadonlyMap<string, { stage: string; when: string; allowFailure: string; needs: string }>
  >;
  /** The complete merged pipeline, as YAML. */
  expanded(event: PipelineEvent): Promise<string>;
}

/** How gitlab-ci-local runs each job's own image. */
export interface Containers {
  /** A program like docker. */
  readonly engine: string;
  readonly network: string;
  /** `name:address` of hosts without DNS. */
  readonly hosts: readonly string[];
  /** `here:there:ro` */
  readonly volumes: readonly string[];
  /** Image with bash and rsync, with which gitlab-ci-local copies files. */
  readonly files: string;
}

export type PipelineEvent = 'main' | 'branch' | 'merge request' | { readonly tag: string };

/**
 * Copies the working tree as known to git, including uncommitted changes, and commits it as main of
 * a new repository.
 */
export async function makeProject(): Promise<Project> {
  const folder = await mkdtemp(join(temporaryFolder('project'), 'im-ctrl-'));
  const { stdout } = await run(
    'git',
    ['ls-files', '-co', '--exclude-standard', '-z', ':!docs/screenshots'],
    {
      cwd: root,
      maxBuffer: 2 ** 24,
    },
  );
  const files = stdout.split('\0').filter(Boolean);
  await Promise.all(
    [...new Set(files.map((file) => dirname(file)))].map((path) =>
      mkdir(join(folder, path), { recursive: true }),
    ),
  );
  // A file that was deleted meanwhile is not part of it.
  await Promise.all(
    files.map((file) => cp(join(root, file), join(folder, file)).catch(() => undefined)),
  );
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const identity = [
    '-c',
    'user.name=Test',
    '-c',
    'user.email=test@example.org',
    '-c',
    'commit.gpgsign=false',
  ];
  const git = async (...args: string[]) =>
    (await run('git', [...identity, ...args], { cwd: folder, maxBuffer: 2 ** 24 })).stdout.trim();
  await git('init', '-q', '-b', 'main');
  // .gitignore names a folder, and here it is a link.
  await writeFile(join(folder, '.git/info/exclude'), 'node_modules\n.gitlab-ci-local\nimage.env\n');
  await git('remote', 'add', 'origin', 'git@gitlab.local:ahlt/im-ctrl.git');
  await git('add', '-A');
  await git('commit', '-q', '-m', 'main');
  await publish(git);
  const path = withRsync(process.env.PATH ?? '');
  const local = (args: readonly string[], event: PipelineEvent, containers?: Containers) =>
    gitlabCiLocal(folder, path, [...args, ...executorOptions(containers), ...eventOptions(event)]);
  return {
    folder,
    git,
    async commit(file, changes, message = `change ${file}`) {
      const path = join(folder, file);
      const document = parseDocument(await readFile(path, 'utf8'));
      for (const [place, value] of Object.entries(changes)) document.setIn(place.split('.'), value);
      await writeFile(path, document.toString());
      // As before a real commit: the pipeline also checks the format.
      await run(join(folder, 'node_modules/.bin/biome'), ['format', '--write', file], {
        cwd: folder,
      });
      await git('commit', '-q', '-m', message, '--', file);
    },
    write: (file, text) => writeFile(join(folder, file), text),
    runJobs: (event, jobs, variables = {}, containers) => {
      const given = Object.entries({ PACKAGES_INSTALLED: 'yes', ...variables }).flatMap(
        ([name, value]) => ['--variable', `${name}=${value}`],
      );
      return local([...jobs, ...given, '--manual', 'deploy-prod'], event, containers);
    },
    async listJobs(event) {
      const { log } = await local(['--list-csv-all'], event);
      const rows = log
        .split('\n')
        .filter((line) => /^[a-z-]+;/.test(line) && !line.startsWith('name;'));
      return new Map(
        rows.map((line) => {
          const [name = '', stage = '', when = '', allowFailure = '', , needs = ''] =
            line.split(';');
          return [name, { stage, when, allowFailure, needs }];
        }),
      );
    },
    expanded: async (event) => (await local(['--preview'], event)).stdout,
  };
}

/** What the server would have: a merge request is compared with main. */
const publish = (git: Project['git']): Promise<string> =>
  git('update-ref', 'refs/remotes/origin/main', 'main');

function eventOptions(event: PipelineEvent): string[] {
  const set = (name: string, value: string) => ['--variable', `${name}=${value}`];
  const unset = (name: string) => ['--unset-variable', name];
  if (event === 'main') return set('CI_COMMIT_BRANCH', 'main');
  if (event === 'branch') return set('CI_COMMIT_BRANCH', 'feature');
  if (event === 'merge request')
    return [
      ...unset('CI_COMMIT_BRANCH'),
      ...set('CI_PIPELINE_SOURCE', 'merge_request_event'),
      ...set('CI_MERGE_REQUEST_TARGET_BRANCH_NAME', 'main'),
    ];
  return [...unset('CI_COMMIT_BRANCH'), ...set('CI_COMMIT_TAG', event.tag)];
}

function executorOptions(containers: Containers | undefined): string[] {
  if (containers === undefined) return ['--force-shell-executor'];
  const { engine, network, hosts, volumes, files } = containers;
  const given = {
    'container-executable': [engine],
    network: [network],
    'helper-image': [files],
    'extra-host': hosts,
    volume: volumes,
  };
  // As in GitLab, jobs run as the user of their image.
  return [
    '--no-umask',
    ...Object.entries(given).flatMap(([name, values]) =>
      values.flatMap((value) => [`--${name}`, value]),
    ),
  ];
}

async function gitlabCiLocal(
  folder: string,
  path: string,
  args: readonly string[],
): Promise<PipelineRun> {
  const options = [
    '--no-color',
    '--ignore-predefined-vars',
    'CI_PIPELINE_SOURCE,CI_COMMIT_BRANCH,CI_COMMIT_TAG,CI_REGISTRY_IMAGE,CI_API_V4_URL,CI_PROJECT_ID',
  ];
  const program = join(root, 'node_modules/gitlab-ci-local/dist/index.js');
  // vitest's own variables would reach the vitest of a job.
  const {
    VITEST: _,
    VITEST_MODE: __,
    VITEST_POOL_ID: ___,
    VITEST_WORKER_ID: ____,
    NODE_OPTIONS: _____,
    NODE_ENV: ______,
    ...env
  } = process.env;
  return await new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, ...options, ...args],
      { cwd: folder, env: { ...env, PATH: path, HOME: folder, NO_COLOR: '1' }, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) =>
        resolve({
          code: error === null ? 0 : Number(error.code ?? 1),
          log: `${stdout}\n${stderr}`,
          stdout,
        }),
    );
  });
}
