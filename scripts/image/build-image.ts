import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { baseOf, type ImageBuild, imageArguments, outputArguments } from './arguments.ts';
import { docker, root, run } from './docker.ts';

/** The image as compose and kind use it: never pushed, always the last one built here. */
export const localTag = 'ahlt/im-ctrl:local';

/** What the sources say about the image that is made of them. */
export async function describeBuild({ tag = localTag, cache = true }: { tag?: string; cache?: boolean } = {}): Promise<ImageBuild> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const [commit = 'unversioned', epoch = '0'] = await run('git', ['log', '-1', '--format=%H %ct']).then(
    (line) => line.split(' '),
    () => [],
  );
  const { NODE_IMAGE, NODE_DIGEST, BASE_IMAGE } = process.env;
  return {
    tag,
    cache,
    commit,
    epoch,
    version: `${manifest.version}+${commit.slice(0, 12)}`,
    bases: { NODE_IMAGE, NODE_DIGEST, BASE_IMAGE },
  };
}

/** Builds the image. Returns its size and what it adds to its base, in bytes. */
export async function buildImage(build: ImageBuild): Promise<{ bytes: number; added: number }> {
  await docker(imageArguments(build));
  const base = baseOf(build.bases, await standardBase());
  const [bytes, ofBase] = await Promise.all([build.tag, base].map(sizeOf));
  return { bytes: bytes ?? 0, added: (bytes ?? 0) - (ofBase ?? 0) };
}

/** Writes bill of materials and source maps into a folder. */
export async function writeOutput(build: ImageBuild, folder: string): Promise<void> {
  await docker(outputArguments(build, folder));
}

const sizeOf = async (image: string): Promise<number> =>
  Number(await docker(['image', 'inspect', '--format', '{{.Size}}', image]).catch(() => '0'));

/** The Dockerfile is where the base is named. */
async function standardBase(): Promise<string> {
  return /^ARG NODE_IMAGE=(\S+)/m.exec(await readFile(join(root, 'Dockerfile'), 'utf8'))?.[1] ?? '';
}
