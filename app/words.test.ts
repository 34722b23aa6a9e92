import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Read by operators in the log, on the command line or in metrics, which are not translated. */
const forOperators =
  /^(cli|config|db|graph|seed)\b|^(main|config.*|declarations)\.ts$|^http\/(asset-build|assets|listen|metrics|route-tree|routes)\.ts$|^audit\/watch\.ts$|^(events|jobs|notifications|sockets|warnings|webhooks)\/metrics\.ts$/;
/** The component page: sample content for developers. */
const samples = /^design\//;
/** Product names are not translated. */
const names = /^security-notices\/browser-name\.ts$/;

/**
 * A capital, and a second word in lower case: a sentence or a label. Addresses, classes, codes and
 * SQL do not start like this.
 */
const isSentence = (text: string): boolean =>
  /^[A-Z][A-Za-z'’-]*,? [a-z$]/.test(text) && !text.startsWith('Bearer ');

/** Text between tags. */
const isMarkupText = (text: string): boolean => /^[^/]*[A-Za-z]{2,}/.test(text);

function wordsIn(source: string): readonly string[] {
  const code = source
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '$1')
    // Errors for developers.
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
