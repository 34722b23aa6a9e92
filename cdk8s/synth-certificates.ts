import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AhltEnvironment } from './api/index.ts';
import type { Certificate } from './charts/environment.ts';

/** A problem with the certificates that the user must fix. */
export class CertificateError extends Error {}

/**
 * Finds the certificate of each environment among the files of mkcert: `dev.local.pem` beside
 * `dev.local-key.pem`, or one for several hosts, `dev.local+3.pem` beside `dev.local+3-key.pem`.
 * The host named by the certificate counts, not the file name. Returns the certificates by
 * environment name. Throws CertificateError if the folder cannot be read, a host has none, or a key
 * does not match its certificate.
 */
export function readCertificates(
  folder: string,
  environments: readonly AhltEnvironment[],
): Record<string, Certificate> {
  const pairs = readPairs(folder);
  return Object.fromEntries(
    environments.map(({ metadata, spec }) => {
      const pair = pairs.find(({ x509 }) => x509.checkHost(spec.host) !== undefined);
      if (pair === undefined)
        throw new CertificateError(
          `no certificate for ${spec.host} in ${folder}; create one there with: mkcert ${spec.host}`,
        );
      return [metadata.name, { certificate: pair.certificate, key: pair.key }];
    }),
  );
}

function readPairs(folder: string): (Certificate & { x509: X509Certificate })[] {
  const names = listed(folder).filter((name) => name.endsWith('-key.pem'));
  return names.map((name) => {
    const key = readFileSync(join(folder, name), 'utf8');
    const certificateFile = join(folder, name.replace(/-key\.pem$/, '.pem'));
    try {
      const certificate = readFileSync(certificateFile, 'utf8');
      const x509 = new X509Certificate(certificate);
      if (!x509.checkPrivateKey(createPrivateKey(key)))
        throw new CertificateError(`${name} is not the key of ${certificateFile}`);
      return { certificate, key, x509 };
    } catch (error) {
      if (error instanceof CertificateError) throw error;
      throw new CertificateError(`${certificateFile} cannot be read as a certificate`, {
        cause: error,
      });
    }
  });
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    throw new CertificateError(`the folder ${folder} cannot be read`, { cause: error });
  }
}
