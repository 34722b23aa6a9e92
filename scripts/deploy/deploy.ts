import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import type { AhltEnvironment, ConnectedEnvironment } from '#cdk8s/api/index.ts';
import { namespaceOf } from '#cdk8s/charts/environment-names.ts';
import { formatProblems } from '#cdk8s/environments/format-problems.ts';
import { type Environments, readEnvironments } from '#cdk8s/environments/read.ts';
import { imageVersion } from '#operator/environment/words.ts';
import { applyObjects, diffObjects, kubectl } from './kubectl.ts';
import type { Lines } from './lines.ts';
import { type DeployOptions, OptionError } from './options.ts';
import { DeployRefusal, resourceToApply } from './resource.ts';
import { smoke } from './smoke.ts';
import { type LiveEnvironment, type Verdict, verdict } from './verdict.ts';

/** The deployment failed; the lines before explain why. */
export class DeployFailure extends Error {}

export interface EnvironmentDeploy {
  readonly environment: string;
  readonly image?: string | undefined;
  readonly rollback: boolean;
  readonly options: DeployOptions;
}

/**
 * Applies one environment and waits until it is Ready and responds. Throws DeployFailure with the
 * resource's own reason.
 */
export async function deployEnvironment(
  { environment: name, image, rollback, options }: EnvironmentDeploy,
  lines: Lines,
): Promise<void> {
  const environment = findEnvironment(readFiles(), name);
  const live = await liveEnvironment(environment);
  const resource = resourceToApply({ environment, live, image, rollback, commit: commitHere() });
  const wanted = (resource['spec'] as { image: string }).image;
  lines.done(
    'synth',
    `${name} with ${imageVersion(wanted)}${live ? `, now ${imageVersion(live.spec.image)}` : ', which is new'}`,
  );
  const diff = await diffObjects([resource]);
  lines.done('diff', diff === '' ? 'nothing changes' : 'the resource changes');
  if (diff !== '') lines.note(diff.trimEnd());
  await applyObjects([resource], { dryRun: options.dryRun });
  if (options.dryRun)
    return lines.done('apply', 'accepted by the server; nothing was stored (--dry-run)');
  lines.done('apply', `${namespaceOf(environment)}/${name}`);
  await untilReady(environment, options, lines);
  if (options.smoke) await smokeTest(environment, options, lines);
  if (rollback)
    lines.note(
      `Write the image into environments/${name}/environment.yaml, so that the file matches:\n  image: ${wanted}`,
    );
}

/** Only checks the host. */
export const smokeOnly = (name: string, options: DeployOptions, lines: Lines): Promise<void> =>
  smokeTest(findEnvironment(readFiles(), name), options, lines);

/** Reads the files of this commit. Throws DeployRefusal with every problem. */
export function readFiles(): Environments {
  const read = readEnvironments(process.cwd());
  if (!read.ok) throw new DeployRefusal(formatProblems(read.problems));
  return read.value;
}

function findEnvironment({ environments }: Environments, name: string): ConnectedEnvironment {
  const found = environments.find(({ metadata }) => metadata.name === name);
  if (!found)
    throw new OptionError(
      `deploy ${name}: unknown environment; expected ${environments.map(({ metadata }) => metadata.name).join(', ')}`,
    );
  return found;
}

async function liveEnvironment(environment: AhltEnvironment): Promise<LiveEnvironment | undefined> {
  const { name } = environment.metadata;
  const text = await kubectl([
    'get',
    'ahltenvironments.platform.ahlt.dev',
    name,
    '-n',
    namespaceOf(environment),
    '--ignore-not-found',
    '-o',
    'json',
  ]);
  return text === '' ? undefined : (JSON.parse(text) as LiveEnvironment);
}

const pollMs = 1_000;

async function untilReady(
  environment: AhltEnvironment,
  { timeoutSeconds }: DeployOptions,
  lines: Lines,
): Promise<void> {
  const { migrations, backups, rollout } = environment.spec;
  // A destructive migration includes a backup, every rollout a plan and a seed, and a failed one a
  // rollback.
  const seconds =
    timeoutSeconds ??
    2 * migrations.deadlineSeconds + (backups?.deadlineSeconds ?? 0) + 2 * rollout.deadlineSeconds;
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const live = await liveEnvironment(environment);
    if (!live) throw new DeployFailure(`${environment.metadata.name} was deleted meanwhile`);
    const now = verdict(live);
    if (now.is === 'done') return lines.done('ready', `${now.reason}: ${now.message}`);
    if (now.is === 'failed') return fail(environment, now, lines);
    if (performance.now() > deadline)
      return fail(
        environment,
        { ...now, message: `${now.message} Not Ready after ${seconds} s.` },
        lines,
      );
    lines.waiting(now.step, `${now.reason}: ${now.message}`);
    await pause(pollMs);
  }
}

function fail(
  environment: AhltEnvironment,
  { reason, message, step }: Verdict,
  lines: Lines,
): never {
  lines.failed('ready', `${reason}: ${message}`);
  lines.note(
    `Step ${step}. Details: kubectl -n ${namespaceOf(environment)} describe ahlt ${environment.metadata.name}`,
  );
  throw new DeployFailure(reason);
}

async function smokeTest(
  { spec }: AhltEnvironment,
  { address, ca }: DeployOptions,
  lines: Lines,
): Promise<void> {
  const held = await smoke({ host: spec.host, address, ca });
  lines.done('smoke', `https://${spec.host}: ${held.join(', ')}`);
}

function commitHere(): string | undefined {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
