import { execFile } from 'node:child_process';
import { mkdtemp, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { GitlabError, gitlab } from '../../scripts/gitlab/api.ts';
import { printing } from '../../scripts/gitlab/dry-run.ts';
import { type SecretFiles, secretFilesIn, unwritten } from '../../scripts/gitlab/secret-files.ts';
import { setUpProject } from '../../scripts/gitlab/setup.ts';
import { type GitlabApiDouble, startGitlabApi } from './gitlab-api-double.ts';

// Against a double of GitLab's API; gitlab-api-double.ts describes its limits.

let double: GitlabApiDouble;
let files: SecretFiles;
let folder: string;
const today = '2026-11-24';

beforeAll(async () => {
  double = await startGitlabApi('root-token');
  folder = await mkdtemp(join(temporaryFolder('gitlab'), 'secrets-'));
  files = secretFilesIn(folder);
  await files.write('kubeconfig-staging', '{"staging":true}');
});
afterAll(() => double?.[Symbol.asyncDispose]());

async function setUp(): Promise<string[]> {
  const said: string[] = [];
  await setUpProject({
    api: gitlab({ url: double.url, token: 'root-token' }),
    files,
    today,
    say: (line) => said.push(line),
  });
  return said;
}

describe('set-up', () => {
  test('makes everything that a new GitLab lacks', async () => {
    const said = await setUp();
    const made = double.changes();
    expect(double.refused).toEqual([]);
    for (const path of ['/groups', '/projects', '/user/runners'])
      expect(made).toContain(`POST ${path}`);
    expect(made.filter((call) => call.endsWith('/environments'))).toHaveLength(3);
    expect(double.at('/projects/2/protected_branches/main')).toMatchObject({
      push_access_levels: [{ access_level: 0 }],
      allow_force_push: false,
    });
    expect(double.at('/projects/2/protected_tags/v*')).toMatchObject({ create_access_level: 40 });
    expect(double.at('/projects/2')).toMatchObject({
      only_allow_merge_if_pipeline_succeeds: true,
      public_jobs: false,
      container_expiration_policy: { enabled: true, keep_n: 25, name_regex: '^[0-9a-f]{40}$' },
    });
    expect(double.at('/projects/2/job_token_scope')).toMatchObject({ inbound_enabled: true });
    const rules = double
      .below('/projects/2/registry/protection/repository/rules')
      .map((path) => double.at(path));
    expect(rules).toMatchObject([
      { repository_path_pattern: 'ahlt/im-ctrl', minimum_access_level_for_push: 'maintainer' },
      {
        repository_path_pattern: 'ahlt/im-ctrl/toolchain',
        minimum_access_level_for_push: 'maintainer',
      },
    ]);
    expect(said.filter((line) => line.startsWith(' !')).join('\n')).toContain(
      'npm run gitlab -- kubeconfig prod',
    );
  });

  test('gives each environment its own access, protected where it matters, and masks what can be masked', () => {
    expect(double.at('/projects/2/variables/KUBECONFIG staging')).toMatchObject({
      protected: true,
      variable_type: 'file',
      environment_scope: 'staging',
    });
    expect(double.at('/projects/2/variables/PREVIEW_TOKEN *')).toMatchObject({
      value: 'glpat-secret',
      masked: true,
      variable_type: 'env_var',
    });
    expect(double.at('/projects/2/variables/KUBECONFIG *')).toBeUndefined();
  });

  test('keeps tokens in files that only their owner reads', async () => {
    expect(await files.read('deploy-token')).toBe('gldt-secret');
    expect((await stat(join(folder, 'runner-token'))).mode & 0o777).toBe(0o600);
  });

  test('a second time changes nothing', async () => {
    await setUp();
    expect(double.changes()).toEqual([]);
  });

  test('resets changes made in the browser, and nothing else', async () => {
    double.put('/projects/2', {
      only_allow_merge_if_pipeline_succeeds: false,
      container_expiration_policy: {
        ...Object(double.at('/projects/2')?.['container_expiration_policy']),
        keep_n: 1,
      },
    });
    double.put('/projects/2/protected_branches/main', { allow_force_push: true });
    double.put('/projects/2/job_token_scope', { inbound_enabled: false });
    const [rule = ''] = double.below('/projects/2/registry/protection/repository/rules');
    double.put(rule, { minimum_access_level_for_push: null });
    await files.write('kubeconfig-staging', '{"staging":"renewed"}');
    await setUp();
    expect(double.changes()).toEqual([
      'PUT /projects/2',
      'PUT /projects/2',
      'PATCH /projects/2/job_token_scope',
      'DELETE /projects/2/protected_branches/main',
      'POST /projects/2/protected_branches',
      `PATCH ${rule}`,
      'PUT /projects/2/variables/KUBECONFIG',
    ]);
    await setUp();
    expect(double.changes()).toEqual([]);
  });

  test('finds items on later pages of a list', async () => {
    for (let index = 0; index < 120; index += 1)
      double.put(`/projects/2/environments/9${index}`, {
        id: 9000 + index,
        name: `review/${index}`,
      });
    const there = await gitlab({ url: double.url, token: 'root-token' }).list(
      '/projects/2/environments',
      z.object({ name: z.string() }),
    );
    expect(there).toHaveLength(123);
    await setUp();
    expect(double.changes()).toEqual([]);
  });

  test('says what GitLab said when it refuses', async () => {
    const api = gitlab({ url: double.url, token: 'wrong' });
    await expect(setUpProject({ api, files, today, say: () => undefined })).rejects.toThrow(
      /GitLab refused GET .*401 Unauthorized/,
    );
    await expect(gitlab({ url: 'http://127.0.0.1:1', token: '' }).delete('/x')).rejects.toThrow(
      GitlabError,
    );
  });
});

describe('a call that GitLab does not document is refused:', () => {
  const api = () => gitlab({ url: double.url, token: 'root-token' });
  const none = z.unknown();
  test.each([
    [
      'another path',
      () => api().get('/projects/2/settings', none),
      /not in test\/gitlab\/gitlab-api-calls/,
    ],
    [
      'another method',
      () => api().send('PUT', '/projects/2/protected_branches/main', {}, none, undefined),
      /not in test/,
    ],
    [
      'a parameter that only an edit takes',
      () => create({ ci_forward_deployment_enabled: true }),
      /ci_forward_deployment_enabled/,
    ],
    [
      'a setting that is none of the project',
      () => edit({ ci_job_token_scope_enabled: true }),
      /ci_job_token_scope_enabled/,
    ],
    ['a value that is none', () => edit({ merge_method: 'squash' }), /merge_method/],
    [
      'a page that is too long',
      () => api().get('/projects/2/environments?per_page=500', none),
      /per_page/,
    ],
  ])('%s', async (_, call, message) => {
    await expect(call()).rejects.toThrow(message);
    expect(double.refused.at(-1)).toMatch(message);
    expect(double.changes()).toEqual([]);
  });
  const create = (body: object) =>
    api().send('POST', '/projects', { name: 'x', ...body }, none, undefined);
  const edit = (body: object) => api().send('PUT', '/projects/2', body, none, undefined);
});

describe('a dry run', () => {
  test('prints every call of a first use, with no secret in it, and sends none', async () => {
    const lines: string[] = [];
    await setUpProject({
      api: printing((line) => lines.push(line)),
      files: unwritten(files),
      today,
      say: () => undefined,
    });
    expect(lines.filter((line) => line.startsWith('POST'))).toHaveLength(14);
    expect(lines.join('\n')).toContain('PATCH  /projects/0/job_token_scope {"enabled":true}');
    expect(lines.join('\n')).toContain(
      'POST   /projects/0/variables {"key":"KUBECONFIG","value":"•••","protected":true',
    );
    expect(lines.join('\n')).not.toMatch(/renewed|glpat-secret|gldt-secret/);
    expect(double.changes()).toEqual([]);
  });

  test('on a GitLab that was set up prints reads only', async () => {
    const lines: string[] = [];
    const api = printing(
      (line) => lines.push(line),
      gitlab({ url: double.url, token: 'root-token' }),
    );
    await setUpProject({ api, files: unwritten(files), today, say: () => undefined });
    expect(lines.filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  test('is one command that needs no GitLab', async () => {
    const { stdout } = await promisify(execFile)('npm', [
      'run',
      '--silent',
      'gitlab',
      '--',
      'setup',
      '--dry-run',
    ]);
    expect(stdout).toContain('POST   /user/runners');
    expect(stdout).toContain("gitlab-rake 'gitlab:password:reset[root]'   (•••)");
  });
});
