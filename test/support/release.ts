import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { bundle } from '../../scripts/bundle.ts';

/** A migration after those of the source, with the next free id. */
export interface ExtraMigration {
  readonly name: string;
  readonly statements: readonly string[];
}

/** Beside the programs: the migrations that a release has in addition to the source's. */
const extraFile = 'extra-migrations.json';

/**
 * Bundles app and operator of this source into a folder. They read their version and further
 * migrations from files beside them, so that `describeRelease` makes another release of a copy.
 */
export async function bundleRelease(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await bundle({ outdir: folder, version: '1.0.0', plugins: [readingItsDescription] });
  await describeRelease(folder, '1.0.0', []);
}

/** Says what the programs of a folder are: their version, and migrations of their own. */
export async function describeRelease(
  folder: string,
  version: string,
  migrations: readonly ExtraMigration[],
): Promise<void> {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module', version }));
  await writeFile(join(folder, extraFile), JSON.stringify(migrations));
}

/** Lets `serve` begin with a statement; the other commands don't run it. */
export async function beginServeWith(folder: string, statement: string): Promise<void> {
  const path = join(folder, 'app.js');
  const program = await readFile(path, 'utf8');
  await writeFile(path, `if (process.argv[2] === 'serve') { ${statement} } ${program}`);
}

const beside = (file: string) =>
  `JSON.parse(readFileSync(new URL('${file}', import.meta.url), 'utf8'))`;

const readingItsDescription: Plugin = {
  name: 'reading-its-description',
  setup(build) {
    build.onLoad({ filter: /app\/version\.ts$/ }, () => ({
      loader: 'ts',
      contents: `
        import { readFileSync } from 'node:fs';
        export const appVersion: string = ${beside('package.json')}.version;`,
    }));
    build.onResolve({ filter: /index\.ts$/ }, ({ path, namespace, resolveDir }) => {
      const real = join(resolveDir, path);
      const isList = namespace === 'file' && real.endsWith('app/db/migrations/index.ts');
      return isList ? { path: real, namespace: 'with-extra-migrations' } : undefined;
    });
    build.onLoad({ filter: /.*/, namespace: 'with-extra-migrations' }, ({ path }) => ({
      resolveDir: join(path, '..'),
      loader: 'ts',
      contents: `
        import { readFileSync } from 'node:fs';
        import { migrations as own } from './index.ts';
        const idAfter = (count: number) => String(Number(own.at(-1)?.id ?? 0) + count).padStart(4, '0');
        export const migrations = [...own, ...${beside(extraFile)}.map((added, index) => ({ id: idAfter(index + 1), ...added }))];`,
    }));
  },
};
