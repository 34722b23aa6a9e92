import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { baseOf, type ImageBuild, imageArguments, standardBase } from './arguments.ts';

const build = (changes: Partial<ImageBuild> = {}): ImageBuild => ({
  tag: 'ahlt/im-ctrl:1.0.0',
  version: '1.0.0',
  commit: 'c0ffee',
  epoch: '1790000000',
  bases: {},
  cache: true,
  ...changes,
});

test('a build says which commit it is of', () => {
  expect(imageArguments(build()).join(' ')).toBe(
    'build --progress=plain --tag ahlt/im-ctrl:1.0.0 --build-arg VERSION=1.0.0 --build-arg COMMIT=c0ffee --build-arg COMMIT_TIME=1790000000 .',
  );
});

const standard = { image: 'node:24', digest: 'sha256:cd' };

test.each([
  ['nothing set', {}, 'node:24@sha256:cd'],
  ['a digest', { NODE_DIGEST: 'sha256:ab' }, 'node:24@sha256:ab'],
  ['no digest, for an image that is only here', { NODE_DIGEST: '' }, 'node:24'],
  [
    'a mirror, which has the same content',
    { NODE_IMAGE: 'mirror.example/node:24' },
    'mirror.example/node:24@sha256:cd',
  ],
  [
    'a base of its own',
    { NODE_DIGEST: 'sha256:ab', BASE_IMAGE: 'mirror.example/base:3' },
    'mirror.example/base:3',
  ],
])('with %s the base is known and given', (_, bases, base) => {
  expect(baseOf(bases, standard)).toBe(base);
  for (const [name, value] of Object.entries(bases))
    expect(imageArguments(build({ bases }))).toContain(`${name}=${value}`);
});

test('the Dockerfile holds its base to the content that the pipeline builds on', async () => {
  const [dockerfile, pipeline] = await Promise.all(
    ['Dockerfile', '.gitlab-ci.yml'].map((file) => readFile(file, 'utf8')),
  );
  const { image, digest } = standardBase(dockerfile ?? '');
  expect(image).toBe('docker.io/library/node:24-bookworm-slim');
  expect(parse(pipeline ?? '').variables.NODE_IMAGE.split('@')[1]).toBe(digest);
});

test('without a cache everything is built again', () => {
  expect(imageArguments(build({ cache: false }))).toContain('--no-cache');
});

test('a language is given to the build', () => {
  expect(imageArguments(build({ language: 'de' }))).toContain('AHLT_LANGUAGE=de');
  expect(imageArguments(build({ language: '' })).join(' ')).not.toContain('AHLT_LANGUAGE');
});
