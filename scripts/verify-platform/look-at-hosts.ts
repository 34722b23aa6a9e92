import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { type SmokeOptions, smoke } from '../deploy/smoke.ts';
import type { Facts } from './facts.ts';
import { seen } from './seen.ts';

/** Whether a host responds correctly from outside. */
export async function lookAtHost(
  options: SmokeOptions,
): Promise<Facts['ingress']['hosts'][number]> {
  return { host: options.host, answer: await seen(async () => (await smoke(options)).length) };
}

/** The certificate of a host, if a known authority issued it for that name. */
export async function lookAtCertificate(options: SmokeOptions): Promise<Facts['tls'][number]> {
  return { host: options.host, certificate: await seen(() => certificateOf(options)) };
}

function certificateOf({ host, address, ca }: SmokeOptions): Promise<{ notAfter: Date }> {
  const [at = host, port = '443'] = address?.split(':') ?? [];
  return new Promise((resolve, reject) => {
    const socket = connect(
      { host: at, port: Number(port), servername: host, ...(ca && { ca: readFileSync(ca) }) },
      () => {
        resolve({ notAfter: new Date(socket.getPeerCertificate().valid_to) });
        socket.end();
      },
    );
    socket.setTimeout(10_000, () => socket.destroy(new Error('no answer in 10 s')));
    socket.once('error', reject);
  });
}
