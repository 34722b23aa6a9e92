import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Gitlab } from '../gitlab/api.ts';
import { mainBranch, versionTags } from '../gitlab/desired-project.ts';
import type { Facts, PipelineFacts, RunnerFacts } from './facts.ts';

const anything = z.unknown();
const run = promisify(execFile);

/** No password prompts, and a timeout for unreachable names. */
const unattended = {
  GIT_TERMINAL_PROMPT: '0',
  GIT_SSH_COMMAND: 'ssh -o BatchMode=yes -o ConnectTimeout=10',
};

/**
 * main in this clone and at its origin, and its protection in GitLab. `project` is its path in the
 * API.
 */
export async function lookAtRepository(api: Gitlab, project: string): Promise<Facts['repository']> {
  const git = async (...args: string[]): Promise<string> =>
    (
      await run('git', args, { env: { ...process.env, ...unattended }, timeout: 30_000 })
    ).stdout.trim();
  const one = (...args: string[]) =>
    git(...args).then(
      (text) => text || undefined,
      () => undefined,
    );
  const [origin, here] = await Promise.all([
    // Not `remote get-url`, which applies rewriting rules of this machine.
    one('config', '--get', 'remote.origin.url'),
    one('rev-parse', '--verify', '--quiet', `refs/heads/${mainBranch.name}`),
  ]);
  const protectedAs = async (path: string) =>
    (await api.find(`${project}/${path}`, anything)) !== undefined;
  const [there, mainProtected, tagsProtected] = await Promise.all([
    origin === undefined ? undefined : git('ls-remote', 'origin', `refs/heads/${mainBranch.name}`),
    protectedAs(`protected_branches/${mainBranch.name}`),
    protectedAs(`protected_tags/${encodeURIComponent(versionTags.name)}`),
  ]);
  return { origin, here, there: there?.split('\t')[0] || undefined, mainProtected, tagsProtected };
}

const runners = z.object({
  description: z.string().nullable(),
  status: z.string(),
  paused: z.boolean(),
});

/** The project's own runners. */
export const lookAtRunners = (api: Gitlab, project: string): Promise<RunnerFacts[]> =>
  api.list(`${project}/runners?type=project_type`, runners);

const pipelines = z.array(z.object({ status: z.string(), sha: z.string(), web_url: z.string() }));

/** The newest pipeline of main. */
export async function lookAtPipeline(
  api: Gitlab,
  project: string,
): Promise<PipelineFacts | undefined> {
  const [newest] = await api.get(
    `${project}/pipelines?ref=${mainBranch.name}&order_by=id&sort=desc&per_page=1`,
    pipelines,
  );
  return newest && { status: newest.status, sha: newest.sha, url: newest.web_url };
}
