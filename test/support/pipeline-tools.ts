import { createHash } from 'node:crypto';
import { chmod, copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedOrMade } from './cache.ts';
import { buildReleased, downloadModule } from './go-module.ts';
import { goVersion } from './kubernetes/programs.ts';

// The programs in the images named by .gitlab-ci.yml, in the same versions and from the same
// sources, because the tests have no registry with those images. Takes minutes the first time.

/** Folder with the cosign that the pipeline signs with. */
export async function provideCosign(): Promise<string> {
  const version = await versionOf('cosign');
  const path = `github.com/sigstore/cosign/${version.split('.')[0]}`;
  return await built('cosign', version, (folder) =>
    buildReleased({ path, version }, ['./cmd/cosign'], folder),
  );
}

/**
 * Folder with what the pipeline builds images with: buildkitd, buildctl, rootlesskit and the script
 * that starts them.
 */
export async function provideBuildkit(): Promise<string> {
  const version = await versionOf('buildkit');
  return await built('buildkit', version, async (folder) => {
    const module = { path: 'github.com/moby/buildkit', version };
    const source = await downloadModule(module, folder);
    const tags = ['-tags', 'osusergo netgo static_build'];
    await buildReleased(module, ['./cmd/buildkitd', './cmd/buildctl'], folder, { flags: tags });
    // Its image has the rootlesskit that its Dockerfile names.
    const rootlesskit =
      /ROOTLESSKIT_VERSION=((v\d+)\S+)/.exec(await readFile(join(source, 'Dockerfile'), 'utf8')) ??
      [];
    const path = `github.com/rootless-containers/rootlesskit/${rootlesskit[2]}`;
    await buildReleased({ path, version: rootlesskit[1] ?? '' }, ['./cmd/rootlesskit'], folder);
    const script = join(folder, 'buildctl-daemonless.sh');
    await copyFile(join(source, 'examples/buildctl-daemonless/buildctl-daemonless.sh'), script);
    await chmod(script, 0o755);
  });
}

/** Folder with the trivy that the pipeline scans with. */
export async function provideTrivy(): Promise<string> {
  const version = await versionOf('trivy');
  const flags = [
    '-ldflags',
    `-s -w -X github.com/aquasecurity/trivy/pkg/version/app.ver=${version.slice(1)}`,
  ];
  return await built('trivy', version, (folder) =>
    buildReleased(trivy(version), ['./cmd/trivy'], folder, { flags, env: experiments }),
  );
}

/** Folder with `known-holes`, which writes a database for that trivy. */
export async function provideKnownHoles(): Promise<string> {
  const source = fileURLToPath(new URL('known-holes/main.go', import.meta.url));
  const version = await versionOf('trivy');
  const hash = createHash('sha256').update(await readFile(source));
  return await built('known-holes', `${version}-${hash.digest('hex').slice(0, 16)}`, (folder) =>
    buildReleased(trivy(version), [source], folder, {
      flags: ['-o', join(folder, 'known-holes')],
      env: experiments,
    }),
  );
}

const trivy = (version: string) => ({ path: 'github.com/aquasecurity/trivy', version });
const experiments = { GOEXPERIMENT: 'jsonv2' };

async function versionOf(tool: string): Promise<string> {
  const pipeline = await readFile(
    fileURLToPath(new URL('../../.gitlab-ci.yml', import.meta.url)),
    'utf8',
  );
  const version = new RegExp(`/${tool}:v?(\\d+\\.\\d+\\.\\d+)`).exec(pipeline)?.[1];
  if (version === undefined)
    throw new Error(
      `.gitlab-ci.yml does not say which version of ${tool} it uses: ${tool.toUpperCase()}_IMAGE`,
    );
  return `v${version}`;
}

async function built(
  tool: string,
  version: string,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const go = await goVersion();
  if (go === undefined) throw new Error(`${tool} is built from its Go module: install Go ≥ 1.26.`);
  return await cachedOrMade(`${tool}-${version}-${go}`, make);
}
