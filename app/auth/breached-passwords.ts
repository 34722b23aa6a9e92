import { dictionary } from '@zxcvbn-ts/language-common';

/** The 49,000 most frequent passwords of published breaches, in lower case; part of the package. */
const breached: ReadonlySet<string> = new Set(dictionary['passwords-common']);

/**
 * Whether a password is in the list of breached passwords, ignoring case (OWASP ASVS 5.0, 6.2.4 and
 * 6.2.12). Sends nothing over the network.
 */
export const isBreachedPassword = (password: string): boolean =>
  breached.has(password.normalize('NFKC').toLowerCase());
