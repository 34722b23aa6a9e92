import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');

const guide = read('docs/how-to-add-a-feature.md');

const rows = [...guide.matchAll(/^\| `([^`]+)` \| (\d+) \|/gm)].map(
  ([, path = '', lines = '']) => ({ path, lines: Number(lines) }),
);

test('the guide counts the lines of its feature, at most 250 in all', () => {
  expect(rows.length).toBeGreaterThan(4);
  const counted = rows.map(({ path }) => ({ path, lines: read(path).split('\n').length - 1 }));
  expect(rows).toEqual(counted);
  const total = counted.reduce((sum, { lines }) => sum + lines, 0);
  expect(guide).toContain(`| all | ${total} |`);
  expect(total).toBeLessThanOrEqual(250);
});

const excerpts = [...guide.matchAll(/^```ts\n\/\/ (\S+)\n([\s\S]*?)^```$/gm)].map(
  ([, path = '', code = '']) => ({ path, code }),
);

test.each(excerpts)('the guide quotes $path as it is', ({ path, code }) => {
  const source = read(path);
  for (const part of code.trim().split('\n\n')) expect(source).toContain(part.trim());
});

test('the guide quotes the feature', () => expect(excerpts.length).toBeGreaterThan(4));
