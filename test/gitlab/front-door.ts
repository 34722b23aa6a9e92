import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certificateAuthority, serverCertificate } from '#test/support/kubernetes/certificates.ts';

/** Replaces an ingress controller in front of the pods: one HTTPS server for all hosts. */
export interface FrontDoor {
  /** `127.0.0.1:port`. */
  readonly address: string;
  /** Certificate authority, PEM. */
  readonly ca: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Terminates TLS and forwards requests, like an ingress controller. Adds the header required by an
 * environment's Ingress.
 * @param podOf address of a pod that serves a host
 */
export async function openFrontDoor(
  hosts: readonly string[],
  podOf: (host: string) => string | undefined,
): Promise<FrontDoor> {
  const authority = await certificateAuthority('front door');
  const { cert, key } = await serverCertificate(authority, hosts, []);
  const server = createServer({ cert, key }, (incoming, outgoing) => {
    const pod = podOf(incoming.headers.host ?? '');
    if (pod === undefined) return void outgoing.writeHead(503).end();
    const { method, url: path, headers } = incoming;
    const passed = request(
      {
        host: pod,
        port: 8080,
        method,
        path,
        headers: { ...headers, 'x-forwarded-proto': 'https' },
      },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    passed.once('error', () => outgoing.writeHead(502).end());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    ca: authority.cert,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
