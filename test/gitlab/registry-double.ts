import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The manifests of a registry, by the distribution specification: enough to look up a digest and to
 * add a tag.
 */
export interface RegistryDouble {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** Stores a manifest under a tag and returns its digest. */
  push(repository: string, tag: string, content: string): string;
  /** Digest of a tag. */
  digest(repository: string, tag: string): string | undefined;
  [Symbol.asyncDispose](): Promise<void>;
}

const type = 'application/vnd.oci.image.manifest.v1+json';

/**
 * A double, because a registry is a container: no blobs, one user, and the token challenge of
 * GitLab's registry. It does not show how a real one stores, garbage-collects and replicates.
 * @param account its user and password
 */
export async function startRegistry(account = 'job:token'): Promise<RegistryDouble> {
  const user = `Basic ${Buffer.from(account).toString('base64')}`;
  const contents = new Map<string, Buffer>();
  const tags = new Map<string, string>();
  const store = (repository: string, reference: string, content: Buffer): string => {
    const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
    contents.set(digest, content);
    tags.set(`${repository}:${reference}`, digest);
    return digest;
  };
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    if (authorize(url, headers, response, user)) return;
    const [, repository = '', reference = ''] = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(url) ?? [];
    if (method === 'PUT') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      return response
        .writeHead(201, {
          'docker-content-digest': store(repository, reference, Buffer.concat(chunks)),
        })
        .end();
    }
    const digest = reference.startsWith('sha256:')
      ? reference
      : (tags.get(`${repository}:${reference}`) ?? '');
    const content = contents.get(digest);
    if (content === undefined) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': type, 'docker-content-digest': digest });
    return response.end(method === 'HEAD' ? undefined : content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    push: (repository, tag, content) => store(repository, tag, Buffer.from(content)),
    digest: (repository, tag) => tags.get(`${repository}:${tag}`),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Issues tokens, and refers clients without one to the token endpoint. True if the request was
 * answered.
 */
function authorize(
  url: string,
  { authorization, host }: IncomingHttpHeaders,
  response: ServerResponse,
  user: string,
): boolean {
  if (url.startsWith('/token')) {
    if (authorization === user) response.end(JSON.stringify({ token: 'registry-token' }));
    else response.writeHead(403).end();
    return true;
  }
  if (authorization === 'Bearer registry-token') return false;
  const challenge = `Bearer realm="http://${host}/token",service="container_registry",scope="repository:x:pull,push"`;
  response.writeHead(401, { 'www-authenticate': challenge }).end();
  return true;
}
