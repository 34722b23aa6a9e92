import { isIP } from 'node:net';
import { generate } from 'selfsigned';

/** A certificate and its private key, PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

/** How certificates are issued: by mkcert, or by Node with an authority in the folder. */
export interface Authority {
  /** Its name for messages. */
  readonly name: string;
  /** Certificate of the authority, PEM. */
  readonly cert: string;
  issue(names: readonly string[]): Promise<KeyPair>;
}

const kind = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;
const day = 86_400_000;

/** Creates an own authority, valid for ten years. */
export async function makeAuthority(name: string, now: Date): Promise<KeyPair> {
  const made = await generate([{ name: 'commonName', value: name }], {
    ...kind,
    notBeforeDate: now,
    notAfterDate: new Date(now.getTime() + 3650 * day),
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

/**
 * Issues certificates like mkcert: for servers, valid for 825 days at most, which is Apple's limit.
 */
export function localAuthority(ca: KeyPair, now: Date): Authority {
  return {
    name: 'the authority in certs/ca',
    cert: ca.cert,
    async issue(names) {
      const made = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
        ...kind,
        ca,
        notBeforeDate: now,
        notAfterDate: new Date(now.getTime() + 820 * day),
        extensions: [
          { name: 'basicConstraints', cA: false, critical: true },
          { name: 'keyUsage', digitalSignature: true, critical: true },
          { name: 'extKeyUsage', serverAuth: true },
          {
            name: 'subjectAltName',
            altNames: names.map((name) =>
              isIP(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name },
            ),
          },
        ],
      });
      return { cert: made.cert, key: made.private };
    },
  };
}
