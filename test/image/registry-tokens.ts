import { createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { KeyPair } from '../../scripts/certificates/authority.ts';

/** Issues registry tokens for a password, as GitLab does at `/jwt/auth`. */
export interface TokenServer {
  readonly port: number;
  readonly path: string;
  readonly service: string;
  readonly issuer: string;
  [Symbol.asyncDispose](): Promise<void>;
}

const [path, service, issuer] = ['/jwt/auth', 'container_registry', 'omnibus-gitlab-issuer'];

/**
 * A double of GitLab's, on all addresses of this machine: protocol and signature are real, but
 * every user with the password gets what they request.
 * @param identity its certificate, whose key also signs tokens
 */
export async function startTokenServer(identity: KeyPair, account: string): Promise<TokenServer> {
  const password = `Basic ${Buffer.from(account).toString('base64')}`;
  const server = createServer(identity, ({ method, url = '', headers }, response) => {
    const { pathname, searchParams } = new URL(url, 'https://gitlab.local');
    // GitLab supports no other method, and clients that try one fall back to this.
    if (method !== 'GET' || pathname !== path) return void response.writeHead(404).end();
    if (headers.authorization !== password) return void response.writeHead(401).end();
    const token = tokenFor(identity, searchParams.getAll('scope').flatMap(accessOf));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ token }));
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    path,
    service,
    issuer,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** `repository:ahlt/im-ctrl:pull,push`, in the format of tokens. */
function accessOf(scope: string) {
  const [type, name, actions = ''] = scope.split(':');
  return name === undefined ? [] : [{ type, name, actions: actions.split(',') }];
}

function tokenFor({ cert, key }: KeyPair, access: object[]): string {
  const now = Math.floor(Date.now() / 1000);
  const header = {
    typ: 'JWT',
    alg: 'ES256',
    x5c: [new X509Certificate(cert).raw.toString('base64')],
  };
  const claims = {
    iss: issuer,
    sub: 'job',
    aud: service,
    iat: now,
    nbf: now - 5,
    exp: now + 300,
    jti: randomUUID(),
    access,
  };
  const signed = [header, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = sign('sha256', Buffer.from(signed), {
    key: createPrivateKey(key),
    dsaEncoding: 'ieee-p1363',
  });
  return `${signed}.${signature.toString('base64url')}`;
}
