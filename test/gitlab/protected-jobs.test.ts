import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { type Pipeline, readPipeline, weaknesses } from './pipeline-weaknesses.ts';
import { makeProject, type Project } from './project.ts';

// No branch can replace what signs and deploys: checked on the pipeline as GitLab sees it, merged.

let project: Project;
let pipeline: Pipeline;
beforeAll(async () => {
  project = await makeProject();
  pipeline = readPipeline(await project.expanded('main'), readFileSync('.gitlab-ci.yml', 'utf8'));
});

test('the pipeline has no way for a branch to replace what signs or deploys', () => {
  expect([...pipeline.jobs.keys()]).toEqual(
    expect.arrayContaining(['build', 'sign', 'deploy-prod', 'toolchain', 'build-branch']),
  );
  expect(weaknesses(pipeline)).toEqual([]);
});

/** The pipeline with one job, or the shared part, changed. */
function changed(name: string, change: object): Pipeline {
  const job = pipeline.jobs.get(name) ?? {};
  return { ...pipeline, jobs: new Map([...pipeline.jobs, [name, { ...job, ...change }]]) };
}

const toolchainByTag = () => ({
  ...pipeline,
  variables: { ...pipeline.variables, TOOLCHAIN_IMAGE: 'registry/toolchain:2' },
});

test.each([
  [
    'a toolchain that is named by its tag',
    toolchainByTag,
    'sign runs in registry/toolchain:2, which can be replaced',
  ],
  [
    'another image by its tag',
    () => changed('scan', { image: 'trivy:0.74.0' }),
    'scan runs in trivy:0.74.0, which can be replaced',
  ],
  [
    'a deployment with the cache of the packages',
    () => changed('deploy-prod', { cache: [{ key: 'npm', paths: ['.npm/'] }] }),
    'deploy-prod begins with a cache that other jobs write',
  ],
  [
    'a build of main from a cache in the registry',
    () => changed('build', { variables: { CACHE: '$CI_REGISTRY_IMAGE/cache:main' } }),
    'build builds from a cache of the registry',
  ],
  [
    'a toolchain that any pipeline pushes',
    () => changed('toolchain', { rules: [{ when: 'manual' }] }),
    'toolchain lets a branch push where jobs with keys read',
  ],
  [
    'a branch that pushes where main does',
    () => changed('build-branch', { variables: { REPOSITORY: '$CI_REGISTRY_IMAGE' } }),
    'build-branch lets a branch push where jobs with keys read',
  ],
  [
    'a branch that signs',
    () => changed('sign', { rules: [{ when: 'manual' }] }),
    'sign runs on every branch',
  ],
  [
    'a key that every job of main gets',
    () => changed('sign', { environment: undefined }),
    'sign signs without the environment of the key',
  ],
])('%s would be noticed', (_, broken, weakness) =>
  expect(weaknesses(broken())).toContain(weakness),
);
