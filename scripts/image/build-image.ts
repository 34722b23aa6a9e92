import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  baseOf,
  buildBaseOf,
  type ImageBuild,
  imageArguments,
  outputArguments,
  standardBase,
} from './arguments.ts';
import { docker, provideImage, root, run } from './docker.ts';

/** The image used by compose and kind: never pushed, always the last local build. */
export const localTag = 'ahlt/im-ctrl:local';

/** Describes the image built from the current sources. */
export async function describeBuild({
  tag = localTag,
  cache = true,
}: {
  tag?: string;
  cache?: boolean;
} = {}): Promise<ImageBuild> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const [commit = 'unversioned', epoch = '0'] = await run('git', [
    'log',
    '-1',
    '--format=%H %ct',
  ]).then(
    (line) => line.split(' '),
    () => [],
  );
  return {
    tag,
    cache,
    commit,
    epoch,
    version: `${manifest.version}+${commit.slice(0, 12)}`,
    bases: await basesHere(),
    language: process.env['AHLT_LANGUAGE'],
  };
}

/**
 * The bases from the variables, or the Dockerfile's with its digest. An image that exists only on
 * this machine has no digest in a registry: it is used as it is, and the image's label says that
 * nothing was pinned.
 */
async function basesHere(): Promise<ImageBuild['bases']> {
  const { NODE_IMAGE, NODE_DIGEST, BASE_IMAGE } = process.env;
  const bases = { ...(NODE_IMAGE && { NODE_IMAGE }), ...(BASE_IMAGE && { BASE_IMAGE }) };
  if (NODE_DIGEST !== undefined) return { ...bases, NODE_DIGEST };
  const standard = await standardHere();
  try {
    await provideImage(buildBaseOf(bases, standard), 'NODE_IMAGE');
    return bases;
  } catch (error) {
    const byTag = { ...bases, NODE_DIGEST: '' };
    if (!(await isHere(buildBaseOf(byTag, standard)))) throw error;
    return byTag;
  }
}

const isHere = async (image: string): Promise<boolean> =>
  (await docker(['image', 'inspect', '--format', '{{.Id}}', image]).catch(() => undefined)) !==
  undefined;

/** Builds the image. Returns its size and what it adds to its base, in bytes. */
export async function buildImage(build: ImageBuild): Promise<{ bytes: number; added: number }> {
  await docker(imageArguments(build));
  const base = baseOf(build.bases, await standardHere());
  const [bytes, ofBase] = await Promise.all([build.tag, base].map(sizeOf));
  return { bytes: bytes ?? 0, added: (bytes ?? 0) - (ofBase ?? 0) };
}

/** Writes bill of materials and source maps to a folder. */
export async function writeOutput(build: ImageBuild, folder: string): Promise<void> {
  await docker(outputArguments(build, folder));
}

const sizeOf = async (image: string): Promise<number> =>
  Number(await docker(['image', 'inspect', '--format', '{{.Size}}', image]).catch(() => '0'));

const standardHere = async () => standardBase(await readFile(join(root, 'Dockerfile'), 'utf8'));
