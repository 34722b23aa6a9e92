import type { Texts } from '../ui/texts.ts';
import { listed, number } from '../ui/words.ts';

/** Texts of security notices. */
export const texts = {
  signedIn: 'New sign-in from an unfamiliar place',
  passwordChanged: (tokens: Names) => `Your password was changed${ended(tokens)}`,
  passwordReset: {
    self: (tokens: Names) => `Your password was reset${ended(tokens)}`,
    program: (tokens: Names) => `Your password was reset on the command line${ended(tokens)}`,
    person: (by: string, tokens: Names) => `${by} reset your password${ended(tokens)}`,
  },
  tokenCreated: (tokens: Names) => `${upperFirst(accessTokens(tokens))} created`,
  tokensRevoked: {
    self: (tokens: Names) => `${upperFirst(accessTokens(tokens))} revoked`,
    program: (tokens: Names) => `${upperFirst(accessTokens(tokens))} revoked on the command line`,
    person: (by: string, tokens: Names) => `${by} revoked your ${accessTokens(tokens)}`,
  },
  rolesGiven: {
    self: (names: Names) => `${upperFirst(roles(names))} added to your account`,
    program: (names: Names) =>
      `${upperFirst(roles(names))} added to your account on the command line`,
    person: (by: string, names: Names) => `${by} assigned you the ${roles(names)}`,
  },
  rolesTaken: {
    self: (names: Names) => `${upperFirst(roles(names))} removed from your account`,
    program: (names: Names) =>
      `${upperFirst(roles(names))} removed from your account on the command line`,
    person: (by: string, names: Names) => `${by} removed your ${roles(names)}`,
  },
  place: (browser: string, address: string) => `${browser}, ${address}`,
  unknownBrowser: 'Unknown browser',
  problem: { range: 'Unknown notices.' },
} as const satisfies Texts;

interface Names {
  readonly names: readonly string[];
  readonly more: number;
}

const all = ({ names, more }: Names): string =>
  listed(more > 0 ? [...names, `${number(more)} more`] : names);
const several = ({ names }: Names): boolean => names.length > 1;

const accessTokens = (tokens: Names): string =>
  `access token${several(tokens) ? 's' : ''} ${all(tokens)}`;
const roles = (names: Names): string => `role${several(names) ? 's' : ''} ${all(names)}`;
const ended = (tokens: Names): string =>
  tokens.names.length === 0 ? '' : `; ${accessTokens(tokens)} revoked`;

const upperFirst = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
