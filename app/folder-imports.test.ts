import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

// Folders import each other in one direction only, so that the imports of a folder show what a
// change to it may affect.

/** Folders whose subfolders are checked against each other. */
const roots = [
  ...['app', 'operator', 'cdk8s'],
  ...globSync('{app,operator}/**/', { exclude: ['**/generated'] }),
].filter((folder) => globSync(`${folder}/*/*.{ts,tsx}`).length > 0);

interface Import {
  readonly file: string;
  /** Path of the imported file from the repository's root. */
  readonly path: string;
}

/** Imports of other files of the repository, except those of tests. */
const imports: readonly Import[] = globSync('{app,operator,cdk8s}/**/*.{ts,tsx}')
  .filter((file) => !/\.(test|fixture)\.tsx?$/.test(file))
  .flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/ from '([^']+)'|import\('([^']+)'\)/g)].flatMap(
      ([, from, dynamic]) => {
        const path = targetOf(file, from ?? dynamic ?? '');
        return path === undefined ? [] : [{ file, path }];
      },
    ),
  );

function targetOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier));
  return specifier.startsWith('#') ? specifier.slice(1) : undefined;
}

/**
 * The folder of a file below a root, such as `people`; a file of the root itself counts alone.
 * Declarations of features are data and lie below all folders.
 */
function folderOf(path: string, root: string): string {
  const [first = '', ...rest] = path.slice(root.length + 1).split('/');
  if (path.endsWith('/declare.ts')) return 'declare.ts';
  return rest.length > 0 ? first : path;
}

/** Imports between the folders of a root, each with a file that contains it. */
function importsBelow(root: string): Map<string, Map<string, string>> {
  const below = new Map<string, Map<string, string>>();
  for (const { file, path } of imports) {
    if (!file.startsWith(`${root}/`) || !path.startsWith(`${root}/`)) continue;
    const [here, there] = [folderOf(file, root), folderOf(path, root)];
    if (here === there) continue;
    const ways = below.get(here) ?? new Map<string, string>();
    below.set(here, ways.set(there, `${file} imports ${path}`));
  }
  return below;
}

/** A path from the folder back to itself, as a list of imports. */
function circleFrom(start: string, below: Map<string, Map<string, string>>): string[] | undefined {
  const seen = new Set<string>();
  const walk = (folder: string): string[] | undefined => {
    for (const [next, why] of below.get(folder) ?? []) {
      if (next === start) return [why];
      if (seen.has(next)) continue;
      seen.add(next);
      const rest = walk(next);
      if (rest) return [why, ...rest];
    }
    return undefined;
  };
  return walk(start);
}

test.each(roots)('no folder of %s/ imports, by way of others, from one that imports it', (root) => {
  const below = importsBelow(root);
  // Type imports between adjacent files may be circular; those between folders may not.
  const starts = [...below.keys()].filter((start) => !root.includes('/') || !/\.tsx?$/.test(start));
  expect(starts.map((start) => circleFrom(start, below)).find((circle) => circle)).toBeUndefined();
});

test('every folder with folders is held, and imports are found in them', () => {
  expect(roots).toEqual(expect.arrayContaining(['app', 'operator', 'cdk8s', 'app/data-manager']));
  for (const root of ['app', 'operator', 'cdk8s'])
    expect(importsBelow(root).size).toBeGreaterThan(3);
});

/** Folders below all features, or above them. */
const layers = ['cli', 'client', 'db', 'design', 'http', 'ontology', 'seed', 'styles', 'ui'];
const below = ['db', 'http', 'ontology', 'ui'];

test("a feature imports what others offer in their index.ts, never others' inner files", () => {
  const featureOf = (path: string) => /^app\/([^/]+)\//.exec(path)?.[1];
  const inner = imports.filter(({ file, path }) => {
    const [here, there] = [featureOf(file), featureOf(path)];
    if (here === undefined || there === undefined || here === there) return false;
    return !layers.includes(here) && !below.includes(there) && path !== `app/${there}/index.ts`;
  });
  expect(inner).toEqual([]);
});
