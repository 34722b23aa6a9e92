import { generate } from 'selfsigned';

/** A certificate and its private key, PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

const kind = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

/** A separate certificate authority, valid for a year. */
export async function certificateAuthority(name: string): Promise<KeyPair> {
  const made = await generate([{ name: 'commonName', value: name }], {
    ...kind,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      {
        name: 'keyUsage',
        keyCertSign: true,
        cRLSign: true,
        digitalSignature: true,
        critical: true,
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}

/** A certificate for a server with `names` and `addresses`, also valid as a client certificate. */
export async function serverCertificate(
  ca: KeyPair,
  names: readonly string[],
  addresses: readonly string[],
): Promise<KeyPair> {
  const made = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    ...kind,
    ca,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...names.map((value) => ({ type: 2 as const, value })),
          ...addresses.map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}
