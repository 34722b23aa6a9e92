import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { certificateAuthority, serverCertificate } from './certificates.ts';

/** Files and secrets of a control plane. */
export interface ServerFiles {
  readonly ca: string;
  readonly token: string;
  readonly kubeconfig: string;
  /** Path of a file in the folder. */
  path(name: string): string;
}

/**
 * Writes keys, certificates, token file and kubeconfig of a new control plane at `server` into
 * `folder`.
 */
export async function writeServerFiles(folder: string, server: string): Promise<ServerFiles> {
  const path = (name: string) => join(folder, name);
  const ca = await certificateAuthority('ahlt-test');
  const names = ['kubernetes.default.svc', 'kubernetes.default', 'kubernetes', 'localhost'];
  const [api, kubelet] = await Promise.all([
    serverCertificate(ca, names, ['127.0.0.1', '10.96.0.1']),
    serverCertificate(ca, ['node'], ['127.0.0.1']),
  ]);
  const accounts = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const token = randomBytes(16).toString('hex');
  const contents: Record<string, string> = {
    'ca.crt': ca.cert,
    'ca.key': ca.key,
    'apiserver.crt': api.cert,
    'apiserver.key': api.key,
    'kubelet.crt': kubelet.cert,
    'kubelet.key': kubelet.key,
    'accounts.key': accounts.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    'accounts.pub': accounts.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    'tokens.csv': `${token},admin,admin,system:masters\n`,
    kubeconfig: kubeconfig(server, ca.cert, token),
  };
  await Promise.all(
    Object.entries(contents).map(([name, content]) =>
      writeFile(path(name), content, { mode: 0o600 }),
    ),
  );
  return { ca: ca.cert, token, kubeconfig: path('kubeconfig'), path };
}

/** A kubeconfig with one cluster, one user by token and one context. */
export function kubeconfig(server: string, ca: string, token: string): string {
  return `${JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'test',
          cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') },
        },
      ],
      users: [{ name: 'test', user: { token } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
      'current-context': 'test',
    },
    undefined,
    2,
  )}\n`;
}
