import { expect, test } from 'vitest';
import { baseOf, type ImageBuild, imageArguments } from './arguments.ts';

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
    'build --progress=plain --tag ahlt/im-ctrl:1.0.0 --build-arg VERSION=1.0.0 --build-arg COMMIT=c0ffee --build-arg SOURCE_DATE_EPOCH=1790000000 .',
  );
});

test.each([
  ['nothing set', {}, 'node:24'],
  ['a digest', { NODE_DIGEST: 'sha256:ab' }, 'node:24@sha256:ab'],
  ['a mirror', { NODE_IMAGE: 'mirror.example/node:24', NODE_DIGEST: 'sha256:ab' }, 'mirror.example/node:24@sha256:ab'],
  ['a base of its own', { NODE_DIGEST: 'sha256:ab', BASE_IMAGE: 'mirror.example/base:3' }, 'mirror.example/base:3'],
])('with %s the base is known and given', (_, bases, base) => {
  expect(baseOf(bases, 'node:24')).toBe(base);
  for (const [name, value] of Object.entries(bases)) expect(imageArguments(build({ bases }))).toContain(`${name}=${value}`);
});

test('without a cache everything is made anew', () => {
  expect(imageArguments(build({ cache: false }))).toContain('--no-cache');
});
