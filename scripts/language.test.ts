import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Translated } from '#app/ui/texts.ts';
import { findLanguage, inLanguage } from './language.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

let languages: string;

beforeAll(async () => {
  languages = await mkdtemp(join(tmpdir(), 'ahlt-languages-'));
  // Four forms of a noun, where English has two.
  await write('pl/protocol/texts.ts', [
    `import { texts as english } from '${root}app/protocol/texts.ts';`,
    `import { number, plural } from '${root}app/ui/words.ts';`,
    `const forms = { one: 'krok', few: 'kroki', many: 'kroków', other: 'kroku' };`,
    "export const texts = { ...english, sum: (n: number) => [number(n), plural(n, forms)].join(' ') };",
  ]);
  await write('de/protocols/texts.ts', ['export const texts = {};']);
  await write('xx-unknown/protocol/texts.ts', ['export const texts = {};']);
});
afterAll(() => rm(languages, { recursive: true, force: true }));

async function write(path: string, lines: readonly string[]): Promise<void> {
  await mkdir(dirname(join(languages, path)), { recursive: true });
  await writeFile(join(languages, path), lines.join('\n'));
}

/** The output of a program of the app in a language. */
async function said(tag: string, program: string): Promise<unknown> {
  const language = await findLanguage(tag, languages);
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: root, loader: 'ts' },
    plugins: language === undefined ? [] : [inLanguage(language)],
    ...{ bundle: true, write: false, format: 'esm', logLevel: 'silent' },
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  return ((await import(`data:text/javascript;base64,${code}`)) as { said: unknown }).said;
}

test('a catalogue of the language replaces that of the app, and its plurals have all forms', async () => {
  const program = `import { texts } from '#app/protocol/texts.ts';
    export const said = [1, 2, 5, 1.5, 12000].map((n) => texts.sum(n, 0));`;
  expect(await said('pl', program)).toEqual([
    ...['1 krok', '2 kroki', '5 kroków', '1,5 kroku', '12\u00a0000 kroków'],
  ]);
});

test('what the language has no words for stays English; dates and numbers follow it', async () => {
  const program = `import { texts } from '#app/ui/texts.ts';
    import { dayInWords } from '#app/ui/moments.ts';
    import { texts as protocol } from '#app/protocol/texts.ts';
    export const said = [texts.form.save, protocol.required, dayInWords('2026-05-24')];`;
  expect(await said('pl', program)).toEqual(['Save', 'Required', '24 maj 2026']);
  expect(await said('', program)).toEqual(['Save', 'Required', '24 May 2026']);
});

test.each([
  ['fr', 'There is no language "fr". Languages: en-GB, de, pl, xx-unknown.'],
  ['../app', 'There is no language "../app". Languages: en-GB, de, pl, xx-unknown.'],
  ['xx-unknown', 'languages/xx-unknown is not named by a tag that Intl knows'],
  [
    'de',
    "languages/de/protocols/texts.ts translates nothing: app/protocols/texts.ts doesn't exist.",
  ],
])('%s is refused, with a reason', async (tag, reason) =>
  expect(findLanguage(tag, languages)).rejects.toThrow(reason),
);

test('a catalogue has every text of the English one, made of the same values', () => {
  const english = { title: 'Steps', sum: (steps: number) => `${steps} steps` } as const;
  const german: Translated<typeof english>[] = [
    { title: 'Schritte', sum: (steps) => `${steps} Schritte` },
    // @ts-expect-error a text is missing
    { title: 'Schritte' },
    // @ts-expect-error the number of steps is no text
    { title: 'Schritte', sum: (steps: string) => steps },
    // @ts-expect-error English has no such text
    { title: 'Schritte', sum: () => '', more: '' },
  ];
  expect(german).toHaveLength(4);
});
