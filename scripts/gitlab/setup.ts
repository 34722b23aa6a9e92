import { z } from 'zod';
import type { Gitlab } from './api.ts';
import * as wanted from './desired-project.ts';
import type { SecretFiles } from './secret-files.ts';

export interface SetupContext {
  readonly api: Gitlab;
  readonly files: SecretFiles;
  /** Today, for expiry dates of tokens: `2026-11-24`. */
  readonly today: string;
  readonly say: (line: string) => void;
}

const withId = z.object({ id: z.int() });
const anything = z.unknown();
const anyFields = z.record(z.string(), z.unknown());

/**
 * Configures GitLab as in `desired-project.ts`: keeps, changes or creates each item. A repeated run
 * only reads. Throws GitlabError.
 */
export async function setUpProject(context: SetupContext): Promise<void> {
  const { api } = context;
  await same(context, 'settings of the instance', '/application/settings', wanted.instanceSettings);
  const group =
    (await api.find(`/groups/${wanted.groupPath}`, withId)) ??
    (await made(context, 'group', '/groups', wanted.groupSettings));
  const own = {
    name: wanted.projectPath,
    path: wanted.projectPath,
    namespace_id: group.id,
    visibility: wanted.projectSettings.visibility,
  };
  const { id } =
    (await api.find(`/projects/${wanted.fullPath}`, withId)) ??
    (await made(context, 'project', '/projects', own));
  const project = `/projects/${id}`;
  await same(context, 'project', project, wanted.projectSettings);
  await cleanUp(context, project);
  await limitJobTokens(context, project);
  await protectBranch(context, project);
  await protectTags(context, project);
  await protectRepositories(context, project);
  await makeEnvironments(context, project);
  await makeTokens(context, project);
  await makeVariables(context, project);
  await makeRunner(context, id);
}

/** Creates something; returns its id, which a dry run invents. */
async function made(
  { api, say }: SetupContext,
  what: string,
  path: string,
  body: object,
): Promise<{ id: number }> {
  const answer = await api.send('POST', path, body, withId, { id: 0 });
  say(` ✓ ${what.padEnd(12)} made`);
  return answer;
}

/** Changes only what differs. */
async function same(
  { api, say }: SetupContext,
  what: string,
  path: string,
  settings: object,
): Promise<void> {
  const before = (await api.find(path, anyFields)) ?? {};
  const differing = Object.entries(settings).filter(([key, value]) => before[key] !== value);
  if (differing.length === 0) return say(` – ${what.padEnd(12)} up to date`);
  await api.send('PUT', path, Object.fromEntries(differing), anything, undefined);
  say(` ✓ ${what.padEnd(12)} ${differing.map(([key]) => key).join(', ')}`);
}

const policySchema = z.object({ container_expiration_policy: anyFields.optional() });

/**
 * GitLab returns the policy under another name than it accepts, and not all of it: what it omits
 * counts as set.
 */
async function cleanUp({ api, say }: SetupContext, project: string): Promise<void> {
  const { container_expiration_policy: before = {} } =
    (await api.find(project, policySchema)) ?? {};
  const isSame =
    'enabled' in before &&
    Object.entries(wanted.cleanUp).every(
      ([key, value]) => !(key in before) || before[key] === value,
    );
  if (isSame) return say(' – registry     clean-up up to date');
  await api.send(
    'PUT',
    project,
    { container_expiration_policy_attributes: wanted.cleanUp },
    anything,
    undefined,
  );
  say(' ✓ registry     cleaned up once a week');
}

/** Not a setting of the project in GitLab's API: a PUT there would silently ignore it. */
async function limitJobTokens({ api, say }: SetupContext, project: string): Promise<void> {
  const path = `${project}/job_token_scope`;
  const there = await api.find(path, z.object({ inbound_enabled: z.boolean() }));
  if (there?.inbound_enabled === wanted.jobTokenScope.inbound_enabled)
    return say(' – job tokens   up to date');
  await api.send(
    'PATCH',
    path,
    { enabled: wanted.jobTokenScope.inbound_enabled },
    anything,
    undefined,
  );
  say(' ✓ job tokens   of other projects have no access');
}

const branchSchema = z.object({
  allow_force_push: z.boolean(),
  push_access_levels: z.array(z.object({ access_level: z.int().nullable() })),
  merge_access_levels: z.array(z.object({ access_level: z.int().nullable() })),
});

/**
 * GitLab cannot change an access level in place, so a branch that differs is unprotected and
 * protected again.
 */
async function protectBranch({ api, say }: SetupContext, project: string): Promise<void> {
  const {
    name,
    push_access_level: push,
    merge_access_level: merge,
    allow_force_push: force,
  } = wanted.mainBranch;
  const path = `${project}/protected_branches`;
  const there = await api.find(`${path}/${name}`, branchSchema);
  const only = (levels: readonly { access_level: number | null }[], level: number) =>
    levels.every((one) => one.access_level === level);
  if (
    there &&
    only(there.push_access_levels, push) &&
    only(there.merge_access_levels, merge) &&
    there.allow_force_push === force
  )
    return say(' – main         already protected');
  if (there) await api.delete(`${path}/${name}`);
  await api.send('POST', path, wanted.mainBranch, anything, undefined);
  say(' ✓ main         no pushes, maintainers merge');
}

const tagSchema = z.object({
  create_access_levels: z.array(z.object({ access_level: z.int().nullable() })),
});

async function protectTags({ api, say }: SetupContext, project: string): Promise<void> {
  const path = `${project}/protected_tags`;
  const there = await api.find(`${path}/${encodeURIComponent(wanted.versionTags.name)}`, tagSchema);
  if (
    there?.create_access_levels.every(
      ({ access_level: level }) => level === wanted.versionTags.create_access_level,
    )
  )
    return say(' – v*           already protected');
  if (there) await api.delete(`${path}/${encodeURIComponent(wanted.versionTags.name)}`);
  await api.send('POST', path, wanted.versionTags, anything, undefined);
  say(' ✓ v*           only maintainers create version tags');
}

const ruleSchema = z.object({
  id: z.int(),
  repository_path_pattern: z.string(),
  minimum_access_level_for_push: z.string().nullable(),
  minimum_access_level_for_delete: z.string().nullable(),
});

async function protectRepositories({ api, say }: SetupContext, project: string): Promise<void> {
  const path = `${project}/registry/protection/repository/rules`;
  const there = await api.list(path, ruleSchema);
  for (const rule of wanted.protectedRepositories) {
    const { repository_path_pattern: pattern, ...levels } = rule;
    const found = there.find((one) => one.repository_path_pattern === pattern);
    const isSame = Object.entries(levels).every(
      ([name, level]) => found?.[name as keyof typeof levels] === level,
    );
    if (isSame) {
      say(` – ${pattern} already protected`);
      continue;
    }
    if (found) await api.send('PATCH', `${path}/${found.id}`, levels, anything, undefined);
    else await api.send('POST', path, rule, anything, undefined);
    say(` ✓ ${pattern} only maintainers push`);
  }
}

async function makeEnvironments({ api, say }: SetupContext, project: string): Promise<void> {
  const there = await api.list(
    `${project}/environments`,
    z.object({
      id: z.int(),
      name: z.string(),
      external_url: z.string().nullable().optional(),
      tier: z.string().nullable().optional(),
    }),
  );
  for (const environment of wanted.environments) {
    const { name, external_url, tier } = environment;
    const found = there.find((one) => one.name === name);
    if (found?.external_url === external_url && found.tier === tier) {
      say(` – ${name.padEnd(12)} up to date`);
      continue;
    }
    if (found)
      await api.send(
        'PUT',
        `${project}/environments/${found.id}`,
        { external_url, tier },
        anything,
        undefined,
      );
    else await api.send('POST', `${project}/environments`, environment, anything, undefined);
    say(` ✓ ${name.padEnd(12)} ${external_url}`);
  }
}

const tokenSchema = z.object({
  name: z.string(),
  revoked: z.boolean().optional(),
  active: z.boolean().optional(),
  expires_at: z.string().nullable().optional(),
});
const newToken = z.object({ token: z.string() });

/** Tokens are shown once: they are saved at once, and one without its file is created again. */
async function makeTokens(
  { api, files, say, today }: SetupContext,
  project: string,
): Promise<void> {
  const valid = ({ revoked, active, expires_at: end }: z.output<typeof tokenSchema>) =>
    revoked !== true && active !== false && (end === null || end === undefined || end > today);
  const wantedTokens = [
    { path: `${project}/deploy_tokens`, body: wanted.deployToken, file: 'deploy-token' },
    {
      path: `${project}/access_tokens`,
      body: { ...wanted.previewToken, expires_at: inOneYear(today) },
      file: 'preview-token',
    },
  ];
  for (const { path, body, file } of wantedTokens) {
    const there = await api.list(path, tokenSchema);
    if (
      there.some((token) => token.name === body.name && valid(token)) &&
      (await files.read(file)) !== undefined
    ) {
      say(` – ${file.padEnd(12)} up to date`);
      continue;
    }
    const { token } = await api.send('POST', path, body, newToken, { token: 'created by GitLab' });
    await files.write(file, token);
    say(` ✓ ${file.padEnd(12)} in gitlab/secrets/${file}`);
  }
}

/** A day less than a year from `today`: the maximum that GitLab accepts. */
function inOneYear(today: string): string {
  const end = new Date(`${today}T00:00:00Z`);
  end.setUTCDate(end.getUTCDate() + 364);
  return end.toISOString().slice(0, 10);
}

const variableSchema = z.object({
  value: z.string().nullable(),
  protected: z.boolean(),
  masked: z.boolean(),
  variable_type: z.string(),
});

async function makeVariables({ api, files, say }: SetupContext, project: string): Promise<void> {
  for (const { key, scope, protected: isProtected, type, masked, file, from } of wanted.variables) {
    const label = `${key} (${scope})`;
    const value = await files.read(file);
    if (value === undefined) {
      say(` ! ${label}: gitlab/secrets/${file} is missing; ${from}, then run setup again`);
      continue;
    }
    const filter = `filter[environment_scope]=${encodeURIComponent(scope)}`;
    const there = await api.find(`${project}/variables/${key}?${filter}`, variableSchema);
    const settings = { value, protected: isProtected, masked, variable_type: type };
    if (
      there &&
      Object.entries(settings).every(([name, one]) => there[name as keyof typeof there] === one)
    ) {
      say(` – ${label} up to date`);
      continue;
    }
    const body = { ...settings, environment_scope: scope, raw: true };
    if (there)
      await api.send('PUT', `${project}/variables/${key}?${filter}`, body, anything, undefined);
    else await api.send('POST', `${project}/variables`, { key, ...body }, anything, undefined);
    say(` ✓ ${label} ${there ? 'changed' : 'made'}`);
  }
}

async function makeRunner({ api, files, say }: SetupContext, projectId: number): Promise<void> {
  const runners = await api.list(
    `/projects/${projectId}/runners?type=project_type`,
    z.object({ description: z.string().nullable() }),
  );
  const there = runners.some(
    ({ description }) => description === wanted.runnerSettings.description,
  );
  if (there && (await files.read('runner-token')) !== undefined)
    return say(' – runner       up to date');
  const { token } = await api.send(
    'POST',
    '/user/runners',
    { ...wanted.runnerSettings, project_id: projectId },
    newToken,
    {
      token: 'created by GitLab',
    },
  );
  await files.write('runner-token', token);
  say(' ✓ runner       created; its configuration follows');
}
