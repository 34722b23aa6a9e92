import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { eventually } from '#test/support/eventually.ts';
import { temporaryFolder } from '#test/support/temporary-folder.ts';
import { localAuthority, makeAuthority } from '../../scripts/certificates/authority.ts';
import { docker } from '../../scripts/image/docker.ts';
import { startTokenServer } from './registry-tokens.ts';

/**
 * A registry like GitLab's for jobs: with token authentication at another host, and certificates of
 * a private authority.
 */
export interface PrivateRegistry {
  /** Its host name for jobs, in `network`. */
  readonly host: string;
  readonly network: string;
  /** Address of this machine in `network`. */
  readonly gateway: string;
  /** `name:address` of the token server. */
  readonly tokens: string;
  readonly user: string;
  readonly password: string;
  /** File with the certificate of its authority. */
  readonly caFile: string;
  /** Pushes an image of this engine. Returns the digest. */
  push(image: string, name: string): Promise<string>;
  /** A manifest by its tag, or an index of some. */
  manifest(
    repository: string,
    tag: string,
  ): Promise<{ digest: string | null; config: { digest: string }; manifests?: unknown[] }>;
  /** A blob that is JSON. */
  json(repository: string, digest: string): Promise<Record<string, Record<string, unknown>>>;
  [Symbol.asyncDispose](): Promise<void>;
}

const [name, port, gitlab] = ['registry.gitlab.local', 5050, 'gitlab.local'];
const [user, password] = ['job', randomUUID()];
const types = 'application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json';
const image = process.env.REGISTRY_IMAGE ?? 'registry:2';

/** Starts it, and a second one on the same files without a password for this machine. */
export async function startPrivateRegistry(): Promise<PrivateRegistry> {
  const id = `ahlt-test-${randomUUID()}`;
  const here = `${id}-here`;
  const folder = await mkdtemp(join(temporaryFolder('registry'), 'etc-'));
  const now = new Date();
  const authority = localAuthority(await makeAuthority('authority of a test', now), now);
  const identity = await authority.issue([name, gitlab]);
  const tokens = await startTokenServer(identity, `${user}:${password}`);
  const files = {
    'ca.crt': authority.cert,
    'registry.crt': identity.cert,
    'registry.key': identity.key,
  };
  await Promise.all(
    Object.entries(files).map(([file, content]) => writeFile(join(folder, file), content)),
  );
  const settings = {
    REGISTRY_HTTP_ADDR: `:${port}`,
    REGISTRY_HTTP_TLS_CERTIFICATE: '/run/test/registry.crt',
    REGISTRY_HTTP_TLS_KEY: '/run/test/registry.key',
    REGISTRY_AUTH: 'token',
    REGISTRY_AUTH_TOKEN_REALM: `https://${gitlab}:${tokens.port}${tokens.path}`,
    REGISTRY_AUTH_TOKEN_SERVICE: tokens.service,
    REGISTRY_AUTH_TOKEN_ISSUER: tokens.issuer,
    REGISTRY_AUTH_TOKEN_ROOTCERTBUNDLE: '/run/test/ca.crt',
  };
  const variables = Object.entries(settings).flatMap(([variable, value]) => [
    '--env',
    `${variable}=${value}`,
  ]);
  const start = (as: string, options: readonly string[]) =>
    docker([
      'run',
      '--detach',
      '--name',
      as,
      '--volume',
      `${id}:/var/lib/registry`,
      ...options,
      image,
    ]);
  await docker(['network', 'create', id]);
  await start(id, [
    '--network',
    id,
    '--network-alias',
    name,
    '--volume',
    `${folder}:/run/test:ro`,
    ...variables,
  ]);
  await start(here, ['--publish', '127.0.0.1::5000']);
  const address = (await docker(['port', here, '5000'])).split('\n')[0] ?? '';
  const get = (path: string) =>
    fetch(`http://${address}/v2/${path}`, { headers: { accept: types } });
  await eventually(async () => expect((await get('')).status).toBe(200), 30_000);
  const gateway = await docker([
    'network',
    'inspect',
    '--format',
    '{{(index .IPAM.Config 0).Gateway}}',
    id,
  ]);

  return {
    host: `${name}:${port}`,
    network: id,
    gateway,
    tokens: `${gitlab}:${gateway}`,
    user,
    password,
    caFile: join(folder, 'ca.crt'),
    async push(from, as) {
      const tag = `${address}/${as}`;
      await docker(['tag', from, tag]);
      const said = await docker(['push', tag]);
      await docker(['image', 'rm', tag]);
      return /sha256:[0-9a-f]{64}/.exec(said)?.[0] ?? '';
    },
    async manifest(repository, tag) {
      const response = await get(`${repository}/manifests/${tag}`);
      return { ...(await response.json()), digest: response.headers.get('docker-content-digest') };
    },
    json: async (repository, digest) => (await get(`${repository}/blobs/${digest}`)).json(),
    async [Symbol.asyncDispose]() {
      await docker(['rm', '--force', '--volumes', id, here]);
      await docker(['volume', 'rm', id]);
      await docker(['network', 'rm', id]);
      await tokens[Symbol.asyncDispose]();
    },
  };
}
