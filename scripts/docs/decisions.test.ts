import { globSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = `${root}docs/decisions`;
const read = (path: string): string => readFileSync(path, 'utf8');

const sections = ['## Context', '## Decision', '## Alternatives', '## Consequences'];

const decisions = readdirSync(folder).filter((file) => file !== 'README.md');

/** Files that people write; generated and installed ones cite nothing. */
const sources = globSync('**/*.{ts,tsx,mjs,md,yaml,yml,json,css,sql,sh}', {
  cwd: root,
  exclude: (path) => /(^|\/)(node_modules|build|dist|\.git|\.data)(\/|$)/.test(path),
});

/** By file name; a number alone would lead to another decision once they are renumbered. */
const byName = /(?:\bdecisions?[/ ]|(?<![\w/]))(\d{3}-[a-z][\w-]+\.md)/g;
const byNumber = /\bdecisions?[/ ]\[?(\d{3})(?!-|\]\()/g;

const citationsIn = (text: string): readonly string[] =>
  [byName, byNumber].flatMap((way) => [...text.matchAll(way)].map(([, cited = '']) => cited));

test('there are at most 45 decisions', () => expect(decisions.length).toBeLessThanOrEqual(45));

test('no two decisions have the same number', () => {
  const numbers = decisions.map((file) => file.slice(0, 3));
  expect(numbers).toEqual([...new Set(numbers)]);
});

test.each(decisions)('%s is one page with all its parts', (file) => {
  const text = read(`${folder}/${file}`);
  expect(file).toMatch(/^\d{3}-[a-z0-9-]+\.md$/);
  expect(text).toMatch(new RegExp(`^# ${file.slice(0, 3)}: `));
  expect(text.split(/\s+/).length).toBeLessThanOrEqual(350);
  expect(text).toMatch(/^Status: \w/m);
  expect(text.match(/^## .+/gm)).toEqual(sections);
});

test('the index lists each decision once, with its title', () => {
  const listed = [...read(`${folder}/README.md`).matchAll(/^- \[(.+)\]\((.+)\)$/gm)];
  const entries = listed.map(([, title, file]) => `${file} ${title}`);
  const titles = decisions.map((file) => {
    const [heading = ''] = read(`${folder}/${file}`).split('\n');
    return `${file} ${heading.slice(2)}`;
  });
  expect(entries.toSorted()).toEqual(titles.toSorted());
});

test('each decision that is cited exists', () => {
  const dead = sources.flatMap((path) =>
    citationsIn(read(`${root}${path}`))
      .filter((cited) => !decisions.includes(cited))
      .map((cited) => `${path}: ${cited}`),
  );
  expect(dead).toEqual([]);
});

test('a link shows the number of its decision', () => {
  const wrong = sources.flatMap((path) =>
    [...read(`${root}${path}`).matchAll(/\[(\d{3})\]\([^)]*?(\d{3})-[^)]*\)/g)]
      .filter(([, shown, number]) => shown !== number)
      .map(([link]) => `${path}: ${link}`),
  );
  expect(wrong).toEqual([]);
});
