import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { citationsIn, linksIn, numberedIn, rulesOf } from './citations.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string): string => readFileSync(`${root}/${file}`, 'utf8');

const pages = globSync('docs/spec/*.md', { cwd: root }).filter(
  (file) => !file.endsWith('README.md'),
);
const rules = pages.flatMap((file) => rulesOf(basename(file, '.md'), read(file)));
const known = new Set<string>(rules);

const folders = '{app,operator,cdk8s,test,scripts,docs,environments,gitlab,compose}';
const files = globSync([`${folders}/**/*.{ts,tsx,css,md,yaml,yml,sh}`, '*.md', 'Makefile'], {
  cwd: root,
  exclude: ['scripts/spec/*', '**/node_modules/**'],
});

test('every rule that is cited exists', () => {
  const unknown = files.flatMap((file) =>
    citationsIn(read(file))
      .filter((id) => !known.has(id))
      .map((id) => `${file}: ${id}`),
  );
  expect(unknown).toEqual([]);
});

test('every rule that a page of the specification links to exists', () => {
  const unknown = pages.flatMap((file) => linksIn(read(file)).filter((id) => !known.has(id)));
  expect(unknown).toEqual([]);
});

test('a rule is cited by its name, never by a number', () => {
  const numbered = files.flatMap((file) =>
    numberedIn(read(file)).map((found) => `${file}: ${found}`),
  );
  expect(numbered).toEqual([]);
});

test('each rule has an id of its own, and the index names each page', () => {
  expect(rules).toHaveLength(known.size);
  const index = read('docs/spec/README.md');
  expect(pages.filter((file) => !index.includes(`](${basename(file)})`))).toEqual([]);
});

test('ids follow from headings, citations from their form', () => {
  expect(rulesOf('sign-in', '# Sign-in\n\n## Sign-in form\n\ntext\n\n## JSON-LD\n')).toEqual([
    'sign-in#sign-in-form',
    'sign-in#json-ld',
  ]);
  expect(citationsIn('// (spec sign-in#lockout, people#status), V-1')).toEqual([
    'sign-in#lockout',
    'people#status',
  ]);
  expect(citationsIn(' * a rule (spec\n * lists#pages,\n * lists#cost)')).toEqual([
    'lists#pages',
    'lists#cost',
  ]);
  expect(linksIn('[list](lists.md#pages)')).toEqual(['lists#pages']);
  expect(numberedIn('see page.md 12.3 and other.md §1')).toEqual(['page.md 12.3', 'other.md §1']);
});
