import { cp, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { FindImage } from './kubelet/images.ts';
import { demand } from './on-demand.ts';
import { beginServeWith, bundleRelease, describeRelease, type ExtraMigration } from './release.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** How an image's `serve` fails; its other commands work. */
export type Breakage = 'unready' | 'misconfigured';

export interface ImageOptions {
  /** Reference that pods use, such as `registry.example/ahlt/im-ctrl:1.0.0`. */
  readonly name: string;
  /** Version that its programs report. @default the tag of `name` */
  readonly version?: string;
  readonly migrations?: readonly ExtraMigration[];
  readonly break?: Breakage;
}

/** Images as folders on disk, for a kubelet whose containers are processes. */
export interface Images {
  readonly find: FindImage;
  /** Makes an image of app and operator of this source. Replaces an existing one. */
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

/**
 * An empty registry. Its images are copies of one release, which is bundled once.
 * @param release its folder. Default: bundled with the first image, for programs that are no tests
 */
export async function createImages(release?: () => Promise<string>): Promise<Images> {
  const home = temporaryFolder('images');
  const folders = new Map<string, string>();
  let bundled: Promise<string> | undefined;
  const ownRelease = async () => {
    const folder = join(home, 'release');
    await bundleRelease(folder);
    return folder;
  };
  return {
    find: (name) => folders.get(name),
    add: (name, folder) => void folders.set(name, folder),
    async build({
      name,
      version = name.split(':').at(-1) ?? '0',
      migrations = [],
      break: breakage,
    }) {
      bundled ??= (release ?? ownRelease)();
      const folder = await mkdtemp(join(home, 'image-'));
      await cp(await bundled, folder, { recursive: true });
      await describeRelease(folder, version, migrations);
      if (breakage) await beginServeWith(folder, breakages[breakage]);
      folders.set(name, folder);
    },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  };
}

// Wrong surroundings, not wrong code: the same failures as in a real cluster.
const breakages: Record<Breakage, string> = {
  unready: `process.env.DATABASE_URL = 'postgres://nobody:nothing@127.0.0.1:1/nowhere';`,
  misconfigured: `process.env.PORT = 'eighty';`,
};
