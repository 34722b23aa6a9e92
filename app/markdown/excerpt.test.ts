import { expect, test } from 'vitest';
import { excerptParts } from './excerpt.ts';

const shown = (excerpt: string, words: string): string =>
  excerptParts(excerpt, words)
    .map(({ text, isFound }) => (isFound ? `<${text}>` : text))
    .join('');

test.each([
  ['the \u0002meetings\u0003 of \u0002May\u0003', 'meeting may', 'the <meetings> of <May>'],
  ['# Title\n\nThe **budget** for travel', 'budg', ' Title The <budg>et for travel'],
  ['see [the plan](https://example.com/x) and `code`', 'plan', 'see the <plan> and code'],
  ['a | b |\n| --- | --- |', 'b', 'a <b> '],
  ['Größe und GRÖSSE', 'größe', '<Größe> und GRÖSSE'],
  ['a (b) c', '(b)', 'a <(b)> c'],
  ['nothing of it', 'absent', 'nothing of it'],
  ['no words', ' ', 'no words'],
])('spec documents#search: the excerpt of %j for %j is %j', (excerpt, words, expected) => {
  expect(shown(excerpt, words)).toBe(expected);
});
