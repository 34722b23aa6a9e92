import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

// Folders import each other in one direction only, so that the imports of a folder show what a
// change of it may affect.

const roots = ['app', 'operator', 'cdk8s'] as const;

/**
 * The folder of a file below its root, such as `people`; a file of the root itself stands alone.
 * What features declare is data that lies below all of them.
 */
function folderOf(path: string): string {
  const [, ...rest] = path.split('/');
  if (path.endsWith('/declare.ts')) return 'declare.ts';
  return rest.length > 1 ? (rest[0] ?? '') : rest.join('/');
}

/** Imports between the folders of a root, each with a file that has it. */
function importsOf(root: string): Map<string, Map<string, string>> {
  const imports = new Map<string, Map<string, string>>();
  for (const file of globSync(`${root}/**/*.{ts,tsx}`)) {
    if (/\.(test|fixture)\.tsx?$/.test(file)) continue;
    for (const [, from, dynamic] of readFileSync(file, 'utf8').matchAll(
      / from '([^']+)'|import\('([^']+)'\)/g,
    )) {
      const path = targetOf(file, root, from ?? dynamic ?? '');
      const [here, there] = [folderOf(file), folderOf(path ?? file)];
      if (here !== there)
        imports.set(
          here,
          (imports.get(here) ?? new Map<string, string>()).set(there, `${file} imports ${path}`),
        );
    }
  }
  return imports;
}

function targetOf(file: string, root: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return normalize(join(dirname(file), specifier));
  return specifier.startsWith(`#${root}/`) ? specifier.slice(1) : undefined;
}

/** A way from the folder back to itself, as the imports along it. */
function circleFrom(
  start: string,
  imports: Map<string, Map<string, string>>,
): string[] | undefined {
  const seen = new Set<string>();
  const walk = (folder: string): string[] | undefined => {
    for (const [next, why] of imports.get(folder) ?? []) {
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
  const imports = importsOf(root);
  expect(imports.size).toBeGreaterThan(3);
  expect(
    [...imports.keys()].map((folder) => circleFrom(folder, imports)).find((circle) => circle),
  ).toBeUndefined();
});
