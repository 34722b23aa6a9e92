import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { assetSources } from '#app/http/asset-build.ts';
import { imageSbom, packageFolder, type Sbom } from './sbom.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Writes the bill of materials of a build.
 * @param packages path of npm's document of everything installed, from `npm sbom`
 * @param modules modules of the programs; those of the pages' scripts and the native packages are
 * added here
 */
export async function writeSbom({
  packages,
  to,
  version,
  modules,
}: {
  packages: string;
  to: string;
  version: string;
  modules: readonly string[];
}): Promise<{ components: number }> {
  const installed = JSON.parse(await readFile(packages, 'utf8')) as Sbom;
  const folders = new Set(
    [...modules, ...(await modulesOfPages())]
      .map(packageFolder)
      .filter((folder) => folder !== undefined),
  );
  const refs = await Promise.all([...folders, ...(await copiedPackages())].map(reference));
  const document = imageSbom(installed, {
    version,
    packages: new Set(refs),
    node: process.versions.node,
    at: commitTime(),
  });
  await writeFile(to, `${JSON.stringify(document, null, 2)}\n`);
  return { components: document.components.length };
}

async function modulesOfPages(): Promise<string[]> {
  const entryPoints = assetSources
    .map(({ source }) => `app/${source}`)
    .filter((path) => path.endsWith('.ts'));
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir: 'unused',
    bundle: true,
    write: false,
    metafile: true,
  });
  return Object.keys(metafile.inputs);
}

/** Packages copied into the build as folders (see `nativeScopes`). */
async function copiedPackages(): Promise<string[]> {
  const scopes = await readdir(join(root, 'build/node_modules'));
  const names = await Promise.all(
    scopes.map(async (scope) =>
      (await readdir(join(root, 'build/node_modules', scope))).map((name) => join(scope, name)),
    ),
  );
  return names.flat().map((name) => `node_modules/${name}`);
}

async function reference(folder: string): Promise<string> {
  const { name, version } = JSON.parse(
    await readFile(join(root, folder, 'package.json'), 'utf8'),
  ) as { name: string; version: string };
  return `${name}@${version}`;
}

/** https://reproducible-builds.org/specs/source-date-epoch: seconds since 1970. */
function commitTime(): Date {
  return new Date(Number(process.env['SOURCE_DATE_EPOCH'] ?? 0) * 1000);
}
