import { z } from 'zod';

/** The registry refused or did not respond. */
export class RegistryError extends Error {}

/** The parts of `registry:5050/ahlt/im-ctrl:1.4.0`. */
export interface ImageName {
  readonly host: string;
  readonly repository: string;
  /** Tag or `sha256:…`. */
  readonly reference: string;
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/**
 * Parses a reference with a host and a tag or digest; the digest takes precedence. Throws
 * RegistryError.
 */
export function parseImage(image: string): ImageName {
  const match =
    /^([^/]+)\/([a-z0-9._/-]+?)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(image);
  const [, host, repository, tag, digest] = match ?? [];
  const reference = digest ?? tag;
  if (!host || !repository || !reference)
    throw new RegistryError(
      `${image}: a reference with registry, path and tag or digest is required`,
    );
  return { host, repository, reference };
}

/**
 * Accepted manifest types; without the list a registry converts a manifest, which changes its
 * digest.
 */
const kinds = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/**
 * Returns the digest of a reference, as `host/repository@sha256:…`. Throws RegistryError if there
 * is none.
 */
export async function digestOf(image: string, credentials?: Credentials): Promise<string> {
  const name = parseImage(image);
  const answer = await call(
    name,
    'HEAD',
    name.reference,
    { accept: kinds },
    undefined,
    credentials,
  );
  const digest = answer.headers.get('docker-content-digest');
  if (answer.status === 404 || digest === null)
    throw new RegistryError(`${image}: the registry has no such image`);
  return `${name.host}/${name.repository}@${digest}`;
}

/** `1.4.0`: the version of an image in files and messages. */
const version = /^\d+\.\d+\.\d+$/;

/**
 * Adds a tag to an image in the registry without building or copying, so the digest stays. A
 * version is never reassigned: throws RegistryError if the registry has another image of that
 * version.
 */
export async function addTag(image: string, tag: string, credentials?: Credentials): Promise<void> {
  const name = parseImage(image);
  if (version.test(tag)) await refuseOther(name, tag, image, credentials);
  const manifest = await call(
    name,
    'GET',
    name.reference,
    { accept: kinds },
    undefined,
    credentials,
  );
  if (!manifest.ok)
    throw new RegistryError(`${image}: the registry has no such image (${manifest.status})`);
  const type = manifest.headers.get('content-type') ?? 'application/vnd.oci.image.manifest.v1+json';
  // Byte for byte: one more space would change the digest.
  const answer = await call(
    name,
    'PUT',
    tag,
    { 'content-type': type },
    new Uint8Array(await manifest.arrayBuffer()),
    credentials,
  );
  if (!answer.ok)
    throw new RegistryError(`${image}: the registry refused the tag ${tag} (${answer.status})`);
}

async function refuseOther(
  name: ImageName,
  tag: string,
  image: string,
  credentials?: Credentials,
): Promise<void> {
  const [there, wanted] = await Promise.all(
    [tag, name.reference].map(async (reference) =>
      (await call(name, 'HEAD', reference, { accept: kinds }, undefined, credentials)).headers.get(
        'docker-content-digest',
      ),
    ),
  );
  if (there && wanted && there !== wanted)
    throw new RegistryError(
      `${image}: the registry has another image as ${tag} (${there}). A version cannot be reused. Use the next one.`,
    );
}

async function call(
  { host, repository }: ImageName,
  method: string,
  reference: string,
  headers: Record<string, string>,
  body?: Uint8Array<ArrayBuffer>,
  credentials?: Credentials,
): Promise<Response> {
  const url = `${schemeOf(host)}://${serverOf(host)}/v2/${repository}/manifests/${reference}`;
  const send = (authorization?: string) =>
    fetch(url, {
      method,
      headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
      ...(body && { body }),
      signal: AbortSignal.timeout(30_000),
    }).catch((cause: Error) => {
      throw new RegistryError(
        `${host} does not answer: ${cause.cause instanceof Error ? cause.cause.message : cause.message}`,
        { cause },
      );
    });
  const first = await send();
  if (first.status !== 401) return first;
  return await send(await authorize(first.headers.get('www-authenticate') ?? '', credentials));
}

const tokenSchema = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/** Answers the registry's challenge: basic, or a token from the server it names. */
async function authorize(challenge: string, credentials: Credentials | undefined): Promise<string> {
  const basic =
    credentials &&
    `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`;
  if (!challenge.startsWith('Bearer ')) {
    if (basic === undefined)
      throw new RegistryError('the registry requires CI_REGISTRY_USER and CI_REGISTRY_PASSWORD');
    return basic;
  }
  const fields = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
  );
  const url = new URL(String(fields['realm']));
  for (const key of ['service', 'scope']) if (fields[key]) url.searchParams.set(key, fields[key]);
  const answer = await fetch(url, { headers: basic === undefined ? {} : { authorization: basic } });
  if (!answer.ok)
    throw new RegistryError(`${url.host} issued no token for the registry (${answer.status})`);
  const { token, access_token: accessToken } = tokenSchema.parse(await answer.json());
  return `Bearer ${token ?? accessToken ?? ''}`;
}

/** Docker Hub's server has another name than its images. */
const serverOf = (host: string): string => (host === 'docker.io' ? 'registry-1.docker.io' : host);

/** Only a registry on this machine may be used without TLS. */
const schemeOf = (host: string): string =>
  /^(localhost|127\.0\.0\.1)(:|$)/.test(host) ? 'http' : 'https';
