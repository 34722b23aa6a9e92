import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './image/docker.ts';

const textOf = (path: string) => readFileSync(join(root, path), 'utf8');
const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };

test.each(Object.entries(scripts))(
  'npm run %s brings its packages, on the Node that runs npm',
  (_, script) => {
    expect(script).toMatch(/^"\$npm_node_execpath" scripts\/packages\/main\.mjs && \S/);
  },
);

test('npm start leaves no shell between npm and itself, which would swallow signals', () => {
  expect(scripts['start']).toMatch(/ && exec node /);
});

test('packages are installed automatically: two commands do everything', () => {
  for (const path of ['.ci/run', 'README.md', 'Makefile'])
    expect(textOf(path), path).not.toMatch(/npm (ci|install)\b/);
});

test('.ci/run and the jobs of the pipeline run each test once: all of them in npm test', () => {
  expect(textOf('.ci/run')).toMatch(
    /^npm run --silent verify -- --without-tests\nnpm test --silent$/m,
  );
  const checks = textOf('gitlab/ci/check.yml');
  expect(checks).toContain('npm run verify -- --without-tests');
  expect(checks).not.toContain('vitest');
});
