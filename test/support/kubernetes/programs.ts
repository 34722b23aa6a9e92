import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cached, cachedOrMade, cacheFolder } from '../cache.ts';

const run = promisify(execFile);
const source = fileURLToPath(new URL('.', import.meta.url));

/** The programs of a control plane. */
const programs = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl'] as const;

// Without these flags the programs report v0.0.0, and kubectl and the API server refuse each other.
const version = {
  gitVersion: 'v1.34.4',
  gitMajor: '1',
  gitMinor: '34',
  gitTreeState: 'archive',
  buildDate: '1970-01-01T00:00:00Z',
};
const stamped = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
const stamps = stamped.flatMap((module) =>
  Object.entries(version).map(([name, value]) => `-X ${module}.${name}=${value}`),
);
const flags = [
  '-mod=readonly',
  '-buildvcs=false',
  '-trimpath',
  '-tags',
  'grpcnotrace',
  '-ldflags',
  `-s -w ${stamps.join(' ')}`,
];

/**
 * Variables for the programs: garbage is collected late, which is a third of what kubectl does
 * otherwise, and a sixth of what starting the API server takes.
 */
export const lateCollection = { GOGC: 'off', GOMEMLIMIT: '400MiB' };

/**
 * Folder with the four programs of the control plane: from KUBEBUILDER_ASSETS, or built by
 * `buildPrograms` from this source. Undefined if there is neither.
 */
export async function findPrograms(): Promise<string | undefined> {
  const given = process.env.KUBEBUILDER_ASSETS;
  if (given) {
    const missing = programs.filter((program) => !existsSync(join(given, program)));
    if (missing.length > 0)
      throw new Error(`KUBEBUILDER_ASSETS=${given} lacks ${missing.join(', ')}.`);
    return given;
  }
  const go = await goVersion();
  const key = await sourceKey();
  if (go) return cached(`${key}-${go}`);
  // A machine without Go may still have earlier builds.
  const built = (await readdir(cacheFolder()).catch(() => [])).filter((name) =>
    name.startsWith(`${key}-`),
  );
  return built.map(cached).find((folder) => folder !== undefined);
}

/** Variables of a process that finds the programs before all others; empty without programs. */
export async function programVariables(): Promise<Record<string, string>> {
  const found = await findPrograms();
  return found === undefined ? {} : { ...lateCollection, PATH: `${found}:${process.env['PATH']}` };
}

/**
 * Builds the programs once for this source, these flags and this Go; takes minutes the first time.
 * Needs Go ≥ 1.24.
 */
export async function buildPrograms(): Promise<string> {
  const found = await findPrograms();
  if (found) return found;
  const go = await goVersion();
  if (!go)
    throw new Error(
      'The Kubernetes control plane is built from Go modules: install Go ≥ 1.24, or set KUBEBUILDER_ASSETS.',
    );
  return cachedOrMade(`${await sourceKey()}-${go}`, async (folder) => {
    const binary = join(folder, 'controlplane');
    await run('go', ['build', ...flags, '-o', binary, '.'], {
      cwd: source,
      env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '' },
    });
    for (const program of programs) await symlink('controlplane', join(folder, program));
  });
}

/** Version of the Go on this machine such as `go1.26.8`; undefined without one. */
export async function goVersion(): Promise<string | undefined> {
  try {
    return (await run('go', ['env', 'GOVERSION'], { cwd: source })).stdout.trim();
  } catch {
    return undefined;
  }
}

async function sourceKey(): Promise<string> {
  const hash = createHash('sha256').update(
    `${process.platform} ${process.arch} ${flags.join(' ')}`,
  );
  for (const file of ['go.mod', 'go.sum', 'main.go'])
    hash.update(await readFile(join(source, file)));
  return `control-plane-${hash.digest('hex').slice(0, 16)}`;
}
