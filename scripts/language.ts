import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';
import { locale as english } from '#app/language.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const app = join(root, 'app');

/** Files of the app that a language replaces. */
const catalogue = /(^|[/-])texts\.ts$/;

/** A folder of catalogues, whose name is the BCP 47 tag of its language. */
export interface Language {
  readonly tag: string;
  readonly folder: string;
}

/** A tag without a folder, or a folder that no app can be built with; the message says why. */
export class UnknownLanguage extends Error {}

/**
 * The folder of a language; nothing for English, which is the app's own.
 * @param tag of the language; empty means English
 * @param folder with a folder for each language
 * @throws UnknownLanguage if there is no such folder, Intl doesn't know the language, or a catalogue
 * of the folder is none of the app
 */
export async function findLanguage(
  tag: string,
  folder = join(root, 'languages'),
): Promise<Language | undefined> {
  if (tag === '' || tag === english) return undefined;
  const tags = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  if (!tags.includes(tag))
    throw new UnknownLanguage(
      `There is no language "${tag}". Languages: ${[english, ...tags.sort()].join(', ')}.`,
    );
  if (!isTag(tag))
    throw new UnknownLanguage(
      `languages/${tag} is not named by a tag that Intl knows, such as de or pt-BR.`,
    );
  const own = await realpath(join(folder, tag));
  for (const path of await readdir(own, { recursive: true }))
    if (catalogue.test(path) && !existsSync(join(app, path)))
      throw new UnknownLanguage(
        `languages/${tag}/${path} translates nothing: app/${path} doesn't exist.`,
      );
  return { tag, folder: own };
}

/** Without data, Intl would write dates and numbers in the language of the machine. */
function isTag(tag: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([tag])[0] === tag;
  } catch {
    return false;
  }
}

/**
 * Builds the app in a language: its catalogues replace those of the same path in `app/`, and its tag
 * the locale. Its files get their English counterpart by `#app/…`, and all others translated.
 */
export const inLanguage = ({ tag, folder }: Language): Plugin => ({
  name: 'language',
  setup({ onLoad, onResolve, resolve }) {
    onLoad({ filter: /[\\/]language\.ts$/ }, ({ path }) =>
      path === join(app, 'language.ts')
        ? { contents: `export const locale = ${JSON.stringify(tag)};`, loader: 'ts' }
        : undefined,
    );
    onResolve({ filter: catalogue }, async ({ path, importer, kind, resolveDir, pluginData }) => {
      if (pluginData === resolve) return undefined;
      const found = await resolve(path, { importer, kind, resolveDir, pluginData: resolve });
      if (!found.path.startsWith(app + sep)) return undefined;
      const own = join(folder, relative(app, found.path));
      return own !== importer && existsSync(own) ? { path: own } : undefined;
    });
  },
});
