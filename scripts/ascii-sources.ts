import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** An escape, which stays, or a letter beyond ASCII, with or without a backslash. */
const letters = /\\[\0-\x7f]|\\?[\u0080-\uffff]/g;

/** In these, an escape is not the letter. */
const raw = /String\.raw`[^`]*[\u0080-\uffff]/;

/**
 * Source without JSX that means the same and is ASCII; as it is if it has letters in a `String.raw`.
 */
export const toAscii = (source: string): string =>
  raw.test(source) ? source : source.replaceAll(letters, escaped);

function escaped(found: string): string {
  const letter = found.at(-1) ?? '';
  return letter < '\u0080' ? found : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/**
 * Escapes characters that are not ASCII. esbuild does so in strings, but leaves letters in regular
 * expressions, templates and comments, and a single one makes V8 keep the whole bundle in two bytes
 * per letter: 9 MB more in each process of the app. Text in JSX has no escapes; esbuild makes it
 * strings.
 */
export const asciiSources: Plugin = {
  name: 'ascii-sources',
  setup({ onLoad }) {
    onLoad({ filter: /\.(ts|[cm]?js)$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = toAscii(source);
      return contents === source
        ? undefined
        : { contents, loader: path.endsWith('ts') ? 'ts' : 'js' };
    });
  },
};
