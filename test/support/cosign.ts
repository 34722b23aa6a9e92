import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cachedOrMade } from './cache.ts';
import { goVersion } from './kubernetes/programs.ts';

const run = promisify(execFile);

/**
 * Folder with the cosign that the pipeline signs with: its version is the one of COSIGN_IMAGE. Built from its Go module, because the tests
 * have no registry to get its image from; minutes the first time, nothing later.
 */
export async function provideCosign(): Promise<string> {
  const pipeline = await readFile(fileURLToPath(new URL('../../.gitlab-ci.yml', import.meta.url)), 'utf8');
  const [, version, major] = /cosign:(v(\d+)\.\d+\.\d+)/.exec(pipeline) ?? [];
  if (version === undefined) throw new Error('.gitlab-ci.yml does not say which version of cosign signs: COSIGN_IMAGE');
  const go = await goVersion();
  if (go === undefined) throw new Error('cosign is built from its Go module: install Go ≥ 1.26.');
  return await cachedOrMade(`cosign-${version}-${go}`, async (folder) => {
    const module = `github.com/sigstore/cosign/v${major}/cmd/cosign@${version}`;
    await run('go', ['install', '-trimpath', module], { env: { ...process.env, GOBIN: folder, CGO_ENABLED: '0' } });
  });
}
