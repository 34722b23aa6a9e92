import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { root } from './image/docker.ts';

const make = (...words: readonly string[]): string =>
  execFileSync('make', [...words], { cwd: root, encoding: 'utf8' });

const targets = [...make().matchAll(/^ {2}(\S.*?) {2,}\S/gm)].flatMap(([, names = '']) =>
  names.split(' '),
);

test('make alone lists the targets', () => {
  expect(targets).toEqual(
    expect.arrayContaining([
      'all',
      'down',
      'logs-prod',
      'backup',
      'verify',
      'kind',
      'verify-platform',
      'deploy-dev',
    ]),
  );
});

test.each(targets)('make %s runs something', (target) => {
  expect(make('--dry-run', target)).toMatch(/npm|docker/);
});
