import { dictionary } from '@zxcvbn-ts/language-common';

/**
 * The 49,000 most used passwords of published breaches, in lower case. They come with the package.
 */
const breached: ReadonlySet<string> = new Set(dictionary['passwords-common']);

/**
 * Whether a password is in the list of breached passwords, whatever the case of its letters (OWASP
 * ASVS 5.0, 6.2.4 and 6.2.12). Nothing is asked over the network.
 */
export const isBreachedPassword = (password: string): boolean =>
  breached.has(password.normalize('NFKC').toLowerCase());
