import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { RegistryError } from '../deploy/registry.ts';
import { type Gitlab, GitlabError, gitlab } from './api.ts';
import { deployToken, environments, fullPath } from './desired-project.ts';
import { printing } from './dry-run.ts';
import type { SecretFinding } from './find-secrets.ts';
import { scanHistory, scanWorkingTree } from './git-history.ts';
import { imageFiles } from './images.ts';
import { deployerKubeconfig } from './kubeconfig.ts';
import { MigrationRefusal, migrateRepository } from './migrate.ts';
import { type GitlabRequest, help, OptionError, parseRequest } from './options.ts';
import { checkImages, type OwnRegistry } from './pin-images.ts';
import { RootAccessError, rootCommands, rootToken, setRootPassword } from './root-access.ts';
import { runnerConfig } from './runner-config.ts';
import { type SecretFiles, secretFilesIn, unwritten } from './secret-files.ts';
import { setUpProject } from './setup.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const files = secretFilesIn('gitlab/secrets');

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    return await carryOut(parseRequest(args));
  } catch (error) {
    const code = exitCodeOf(error);
    if (code === undefined) throw error;
    process.stderr.write(` ✗ ${(error as Error).message}\n`);
    return code;
  }
}

function exitCodeOf(error: unknown): number | undefined {
  if (error instanceof OptionError) return 2;
  if (error instanceof MigrationRefusal) return 1;
  return error instanceof GitlabError ||
    error instanceof RegistryError ||
    error instanceof RootAccessError
    ? 3
    : undefined;
}

async function carryOut(request: GitlabRequest): Promise<number> {
  switch (request.action) {
    case 'help':
      process.stdout.write(help);
      return 0;
    case 'scan':
      return report(request.history ? await scanHistory('.') : await scanWorkingTree('.'));
    case 'images':
      return (await checkImages(imageFiles, { pin: request.pin, own: await ownRegistry() }, say))
        ? 0
        : 1;
    case 'kubeconfig':
      await files.write(
        `kubeconfig-${request.environment}`,
        (await deployerKubeconfig(request.environment, request.server)).trim(),
      );
      say(
        ` ✓ gitlab/secrets/kubeconfig-${request.environment}   npm run gitlab -- setup adds it as a pipeline variable`,
      );
      return 0;
    case 'migrate':
      await migrateRepository(request, say);
      if (request.mirrorTo !== undefined)
        await mirrorOn(request.mirrorTo, request.url, request.dryRun);
      return 0;
    default:
      await setUp(request.url, request.dryRun);
      return 0;
  }
}

function report(found: readonly SecretFinding[]): number {
  for (const { path, line, rule, fingerprint } of found)
    say(` ✗ ${path}:${line}   looks like a secret: ${rule} (${fingerprint})`);
  if (found.length === 0) say(' ✓ no secrets found');
  return found.length === 0 ? 0 : 1;
}

async function setUp(url: string, dryRun: boolean): Promise<void> {
  const today = new Date().toISOString().slice(0, 10);
  if (dryRun) {
    for (const line of rootCommands) say(line);
    await setUpProject({
      api: printing(say, await readable(url)),
      files: unwritten(files),
      today,
      say: onlyMissing,
    });
    say('Nothing was changed (--dry-run).');
    return;
  }
  await rootPassword(files);
  const api = access(url, await rootToken(files, (token) => isTaken(access(url, token))));
  await setUpProject({ api, files, today, say });
  await writeRunnerConfig(url);
}

/** The calls themselves show what a dry run would do; only missing files are reported here. */
function onlyMissing(line: string): void {
  if (line.startsWith(' !')) say(line);
}

const access = (url: string, token: string): Gitlab => gitlab({ url: `${url}/api/v4`, token });

/** Whether GitLab accepts the token. An expired one is refused like an unknown one. */
async function isTaken(api: Gitlab): Promise<boolean> {
  try {
    return (await api.get('/personal_access_tokens/self', z.object({ active: z.boolean() })))
      .active;
  } catch (error) {
    if (error instanceof GitlabError && error.status === 401) return false;
    throw error;
  }
}

/** A GitLab to read from, if it was set up before. */
async function readable(url: string): Promise<Gitlab | undefined> {
  const token = await files.read('setup-token');
  if (token === undefined) return undefined;
  const api = access(url, token);
  return (await isTaken(api)) ? api : undefined;
}

/** Generated once; a later run keeps a changed password. */
async function rootPassword(secrets: SecretFiles): Promise<void> {
  if ((await secrets.read('root-password')) !== undefined) return;
  const password = randomBytes(18).toString('base64url');
  await secrets.write('root-password', password);
  await setRootPassword(password);
  say(' ✓ root         password in gitlab/secrets/root-password');
}

async function writeRunnerConfig(url: string): Promise<void> {
  const token = (await files.read('runner-token')) ?? '';
  const folder = join(process.env.GITLAB_DATA ?? join(homedir(), 'gitlab-data'), 'runner');
  const image = process.env.NODE_IMAGE ?? (await jobImage());
  const config = runnerConfig({
    url,
    token,
    image,
    hosts: environments.map(({ external_url }) => new URL(external_url).hostname),
    concurrent: 2,
  });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.toml'), config, { mode: 0o600 });
  say(` ✓ runner       ${join(folder, 'config.toml')}; the runner reloads it`);
}

/** Every job names its image; this is the default. */
async function jobImage(): Promise<string> {
  const { variables } = parse(await readFile('.gitlab-ci.yml', 'utf8')) as {
    variables: { NODE_IMAGE: string };
  };
  return variables.NODE_IMAGE;
}

const mirrorSchema = z.object({ url: z.string() });

/** GitLab shows the address without its password, so it is searched for in that form. */
async function mirrorOn(target: string, url: string, dryRun: boolean): Promise<void> {
  const api = dryRun
    ? printing(say, await readable(url))
    : access(url, (await files.read('setup-token')) ?? '');
  const path = `/projects/${fullPath}/remote_mirrors`;
  const place = (address: string) => address.replace(/\/\/[^@/]*@/, '//');
  const there = await api.list(path, mirrorSchema);
  if (there.some((mirror) => place(mirror.url) === place(target)))
    return say(' – mirror    up to date');
  await api.send(
    'POST',
    path,
    { url: target, enabled: true, only_protected_branches: false, keep_divergent_refs: false },
    z.unknown(),
    undefined,
  );
  say(` ✓ mirror    every push is mirrored to ${place(target)}`);
}

/** The project's part of the registry, read with the token that setup created for the cluster. */
async function ownRegistry(): Promise<OwnRegistry> {
  const password = await files.read('deploy-token');
  const image = process.env.CI_REGISTRY_IMAGE ?? 'registry.gitlab.local:5050/ahlt/im-ctrl';
  return {
    image,
    ...(password !== undefined && { credentials: { user: deployToken.username, password } }),
  };
}
