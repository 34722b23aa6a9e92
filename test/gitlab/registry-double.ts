import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The manifests of a registry, as the distribution specification has them: enough to look a digest up and to add a tag. */
export interface RegistryDouble {
  /** `127.0.0.1:port`. */
  readonly host: string;
  /** Stores a manifest under a tag and answers with its digest. */
  push(repository: string, tag: string, content: string): string;
  /** Digest of a tag. */
  digest(repository: string, tag: string): string | undefined;
  [Symbol.asyncDispose](): Promise<void>;
}

const type = 'application/vnd.oci.image.manifest.v1+json';
const user = `Basic ${Buffer.from('job:token').toString('base64')}`;

/**
 * A double, because a registry is a container: no blobs, one user ("job", "token"), and the token challenge that GitLab's registry makes.
 * What it cannot show is how a real one stores, garbage-collects and replicates.
 */
export async function startRegistry(): Promise<RegistryDouble> {
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
    const host = `http://${headers.host}`;
    if (url.startsWith('/token')) {
      if (headers.authorization !== user) return response.writeHead(403).end();
      return response.end(JSON.stringify({ token: 'registry-token' }));
    }
    if (headers.authorization !== 'Bearer registry-token')
      return response
        .writeHead(401, { 'www-authenticate': `Bearer realm="${host}/token",service="container_registry",scope="repository:x:pull,push"` })
        .end();
    const [, repository = '', reference = ''] = /^\/v2\/(.+)\/manifests\/([^/]+)$/.exec(url) ?? [];
    if (method === 'PUT') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      return response.writeHead(201, { 'docker-content-digest': store(repository, reference, Buffer.concat(chunks)) }).end();
    }
    const digest = reference.startsWith('sha256:') ? reference : tags.get(`${repository}:${reference}`);
    const content = digest === undefined ? undefined : contents.get(digest);
    if (digest === undefined || content === undefined) return response.writeHead(404).end();
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
