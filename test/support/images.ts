import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { inject } from 'vitest';
import { bundle } from '../../scripts/bundle.ts';
import type { FindImage } from './kubelet/images.ts';
import { demand } from './on-demand.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A migration after those of the source, with the next free id. */
export interface ExtraMigration {
  readonly name: string;
  readonly statements: readonly string[];
}

/** How an image's `serve` fails; its other commands work. */
export type Breakage = 'unready' | 'misconfigured';

export interface ImageOptions {
  /** Reference that pods use, such as `registry.example/ahlt/im-ctrl:1.0.0`. */
  readonly name: string;
  /** Version that its programs report. @default the tag of `name` */
  readonly version?: string;
  /** @default only the app */
  readonly programs?: readonly ('app' | 'operator')[];
  readonly migrations?: readonly ExtraMigration[];
  readonly break?: Breakage;
}

/** Images as folders on disk, for a kubelet whose containers are processes. */
export interface Images {
  readonly find: FindImage;
  /** Bundles this source as an image, in about a second. Replaces an existing one. */
  build(options: ImageOptions): Promise<void>;
  /** Adds a folder from another source. */
  add(name: string, folder: string): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Folder with app and operator of this source as version 1.0.0. The first test file that needs it
 * bundles it; all files of the run share it.
 */
export const firstRelease = (): Promise<string> => demand(inject('services').socket, 'image');

/** An empty registry. */
export async function createImages(): Promise<Images> {
  const home = temporaryFolder('images');
  const folders = new Map<string, string>();
  return {
    find: (name) => folders.get(name),
    add: (name, folder) => void folders.set(name, folder),
    async build({
      name,
      version = name.split(':').at(-1) ?? '0',
      programs = ['app'],
      migrations = [],
      break: breakage,
    }) {
      const folder = await mkdtemp(join(home, 'image-'));
      const plugins = [
        ...(migrations.length > 0 ? [withMigrations(migrations)] : []),
        ...(breakage ? [broken(breakage)] : []),
      ];
      await bundle({ outdir: folder, version, entries: programs, plugins });
      folders.set(name, folder);
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  };
}

/** Replaces the list of migrations by a module that extends it. */
function withMigrations(extra: readonly ExtraMigration[]): Plugin {
  return {
    name: 'with-migrations',
    setup(build) {
      build.onResolve({ filter: /index\.ts$/ }, ({ path, namespace, resolveDir }) => {
        const real = join(resolveDir, path);
        const isList = namespace === 'file' && real.endsWith('app/db/migrations/index.ts');
        return isList ? { path: real, namespace: 'with-migrations' } : undefined;
      });
      build.onLoad({ filter: /.*/, namespace: 'with-migrations' }, ({ path }) => ({
        resolveDir: join(path, '..'),
        loader: 'ts',
        contents: `
          import { migrations as own } from './index.ts';
          const idAfter = (count: number) => String(Number(own.at(-1)?.id ?? 0) + count).padStart(4, '0');
          export const migrations = [...own, ...${JSON.stringify(extra)}.map((added, index) => ({ id: idAfter(index + 1), ...added }))];`,
      }));
    },
  };
}

// Wrong surroundings, not wrong code: the same failures as in a real cluster.
const breakages: Record<Breakage, string> = {
  unready: `process.env.DATABASE_URL = 'postgres://nobody:nothing@127.0.0.1:1/nowhere';`,
  misconfigured: `process.env.PORT = 'eighty';`,
};

function broken(breakage: Breakage): Plugin {
  return {
    name: 'broken',
    setup(build) {
      build.onLoad({ filter: /app\/main\.ts$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        return {
          loader: 'ts',
          contents: `if (process.argv[2] === 'serve') { ${breakages[breakage]} }\n${source}`,
        };
      });
    },
  };
}
