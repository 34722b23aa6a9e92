import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('.', import.meta.url));

/**
 * Read by whoever runs the program, in its log, on its command line or in a metric; a language for
 * those is another matter.
 */
const forOperators =
  /^(cli|config|db|graph|seed)\b|^(main|config.*|declarations)\.ts$|^http\/(asset-build|assets|listen|metrics|route-tree|routes)\.ts$|^audit\/watch\.ts$/;
/** The page of components: samples of content, for those who build pages. */
const samples = /^design\//;
/** Names of products aren't translated. */
const names = /^security-notices\/browser-name\.ts$/;

/**
 * A capital, and a second word that isn't one: a sentence or a caption. Addresses, classes, codes
 * and SQL don't begin so.
 */
const isSentence = (text: string): boolean =>
  /^[A-Z][A-Za-z'’-]*,? [a-z$]/.test(text) && !text.startsWith('Bearer ');

/** Text between tags. */
const isMarkupText = (text: string): boolean => /^[^/]*[A-Za-z]{2,}/.test(text);

function wordsIn(source: string): readonly string[] {
  const code = source
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1')
    // What is thrown at whoever wrote a mistake.
    .replace(/(new (Type|Range)?Error|super)\([^\n]*/g, '');
  const quoted = [
    ...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g),
  ];
  const texts = quoted
    .map(([, single, double, template]) => single ?? double ?? template ?? '')
    .filter(isSentence);
  const between = [...code.matchAll(/<[a-z][^<>]*[^=]>([^<>{}=;()&|?:]+)<\//g)]
    .map(([, text = '']) => text.trim())
    .filter(isMarkupText);
  return [...texts, ...between];
}

const files = globSync('**/*.{ts,tsx}', { cwd: root }).filter(
  (file) =>
    !/(^|\/)(declare|texts|[\w-]+-texts|texts-[\w-]+)\.ts$|\.test\.tsx?$/.test(file) &&
    ![forOperators, samples, names].some((kind) => kind.test(file)),
);

test('a language is a set of files: what people read stands in a catalogue', () => {
  const found = files.flatMap((file) =>
    wordsIn(readFileSync(`${root}${file}`, 'utf8')).map((words) => `${file}: ${words}`),
  );
  expect(found).toEqual([]);
});

test.each([
  ['a caption', "const title = 'Save role';"],
  ['a sentence', "refuse('You need it.')"],
  ['text of an element', '<button type="submit">Save</button>'],
])('%s outside a catalogue is found', (_, source) => expect(wordsIn(source)).toHaveLength(1));

test.each([
  "import { a } from './a.ts'",
  "class: 'btn quiet sm'",
  '`select id from entities`',
  "// It doesn't matter",
  '<kbd>{texts.enter}</kbd>',
])('%s is no word for people', (source) => expect(wordsIn(source)).toEqual([]));
