import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../image/docker.ts';
import { type Authority, type KeyPair, localAuthority, makeAuthority } from './authority.ts';
import { namesOf, reasonToRenew } from './plan.ts';
import { registriesFile } from './registries.ts';

/** The files that `provideCertificates` found or created. */
export interface Provided {
  /** Their issuer. */
  readonly authority: string;
  /** Why it was renewed; undefined if it was kept. */
  readonly renewed: string | undefined;
  readonly notAfter: Date;
}

/**
 * Provides one certificate for all names in a folder that is never committed, as required by `synth
 * --certs` and GitLab's compose file: `ahlt.pem` with `ahlt-key.pem`, the same as `gitlab.crt` and
 * `gitlab.key`, `ca.crt`, and `registries.yaml` for k3s. Keeps valid files.
 */
export async function provideCertificates(
  folder: string,
  names: readonly string[],
  registry: string,
  now = new Date(),
): Promise<Provided> {
  await mkdir(join(folder, 'ca'), { recursive: true, mode: 0o700 });
  const authority =
    (await mkcert()) ?? localAuthority(await authorityIn(join(folder, 'ca'), now), now);
  const there = await read(join(folder, 'ahlt.pem'));
  const renewed = reasonToRenew(
    there === undefined ? undefined : factsOf(there, authority),
    names,
    now,
  );
  if (renewed !== undefined) await writePair(folder, await authority.issue(names));
  await writeFile(join(folder, 'ca.crt'), authority.cert);
  await writeFile(join(folder, 'registries.yaml'), registriesFile(registry));
  const made = new X509Certificate(await readFile(join(folder, 'ahlt.pem')));
  return { authority: authority.name, renewed, notAfter: new Date(made.validTo) };
}

async function writePair(folder: string, { cert, key }: KeyPair): Promise<void> {
  for (const name of ['ahlt-key.pem', 'gitlab.key'])
    await writeFile(join(folder, name), key, { mode: 0o600 });
  for (const name of ['ahlt.pem', 'gitlab.crt']) await writeFile(join(folder, name), cert);
}

function factsOf(pem: string, { cert }: Authority) {
  const certificate = new X509Certificate(pem);
  return {
    notAfter: new Date(certificate.validTo),
    names: namesOf(certificate.subjectAltName),
    issuedByAuthority: certificate.verify(new X509Certificate(cert).publicKey),
  };
}

/** mkcert, if this machine has it: browsers trust its authority after `mkcert -install`. */
async function mkcert(): Promise<Authority | undefined> {
  const folder = await run('mkcert', ['-CAROOT']).catch(() => undefined);
  if (folder === undefined) return undefined;
  const issue = async (names: readonly string[]): Promise<KeyPair> => {
    const made = await mkdtemp(join(tmpdir(), 'ahlt-mkcert-'));
    try {
      const [cert, key] = [join(made, 'cert.pem'), join(made, 'key.pem')];
      await run('mkcert', ['-cert-file', cert, '-key-file', key, ...names]);
      return { cert: await readFile(cert, 'utf8'), key: await readFile(key, 'utf8') };
    } finally {
      await rm(made, { recursive: true, force: true });
    }
  };
  const root = join(folder, 'rootCA.pem');
  // It creates its authority with the first certificate.
  if ((await read(root)) === undefined) await issue(['localhost']);
  return { name: 'mkcert', cert: await readFile(root, 'utf8'), issue };
}

async function authorityIn(folder: string, now: Date): Promise<KeyPair> {
  const [cert, key] = await Promise.all([
    read(join(folder, 'ca.crt')),
    read(join(folder, 'ca.key')),
  ]);
  if (cert !== undefined && key !== undefined && new Date(new X509Certificate(cert).validTo) > now)
    return { cert, key };
  const made = await makeAuthority('ahlt local authority', now);
  // Its key could sign certificates for any host that its clients trust.
  await writeFile(join(folder, 'ca.key'), made.key, { mode: 0o600 });
  await writeFile(join(folder, 'ca.crt'), made.cert);
  return made;
}

const read = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
