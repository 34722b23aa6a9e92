import { isIP } from 'node:net';

/** Facts of a certificate that decide whether it is kept. */
export interface CertificateFacts {
  readonly notAfter: Date;
  /** The host names and addresses it covers. */
  readonly names: readonly string[];
  readonly issuedByAuthority: boolean;
}

/** A certificate is renewed if it has fewer days left. */
export const renewalDays = 30;

/** Whole days until `notAfter`; negative if it has expired. */
export const daysLeft = (notAfter: Date, now: Date): number =>
  Math.floor((notAfter.getTime() - now.getTime()) / 86_400_000);

/** Why a certificate must be renewed, as text; undefined if it is kept. */
export function reasonToRenew(
  facts: CertificateFacts | undefined,
  wanted: readonly string[],
  now: Date,
): string | undefined {
  if (facts === undefined) return 'it did not exist';
  if (!facts.issuedByAuthority) return 'it was issued by another authority';
  const lacking = wanted.filter((name) => !facts.names.includes(name));
  if (lacking.length > 0) return `it lacked ${lacking.join(', ')}`;
  const days = daysLeft(facts.notAfter, now);
  if (days >= renewalDays) return undefined;
  return days < 0 ? 'it had expired' : `it had ${days} days left`;
}

/**
 * Names of a certificate, from Node's format of subjectAltName: `DNS:dev.local, IP
 * Address:127.0.0.1`.
 */
export const namesOf = (subjectAltName: string | undefined): string[] =>
  (subjectAltName ?? '')
    .split(', ')
    .flatMap((entry) => /^(?:DNS|IP Address):(.+)$/.exec(entry)?.[1] ?? []);

/** Host of `host:port`. */
const hostOf = (address: string): string => address.replace(/:\d+$/, '');

/**
 * All names the certificate must cover: the environments' hosts, GitLab, its registry, and this
 * machine.
 */
export function wantedNames(hosts: readonly string[], registry: string): string[] {
  const registryHost = hostOf(registry);
  const gitlab = registryHost.replace(/^registry\./, '');
  return [
    ...new Set([...hosts, gitlab, registryHost, 'localhost', '127.0.0.1', '0:0:0:0:0:0:0:1']),
  ];
}

/** The names among them, without addresses. */
export const hostNames = (names: readonly string[]): string[] =>
  names.filter((name) => isIP(name) === 0 && name !== 'localhost');
