import type { FormProblem } from '../ui/form-state.ts';
import { isBreachedPassword } from './breached-passwords.ts';
import { isCommonPassword } from './common-passwords.ts';
import type { AccessSettings, PasswordPolicy } from './settings.ts';
import { texts } from './texts.ts';

/** Inputs for judging a new password. */
export interface PasswordContext {
  readonly policy: PasswordPolicy;
  /** Minimum number of characters. */
  readonly least: number;
  readonly userName: string;
  /** Further words related to this user or installation. */
  readonly names?: readonly string[];
  /** The password being replaced, if its owner entered it. */
  readonly current?: string;
}

const longestPassword = 128;
/**
 * Minimum number of characters in which a new password must differ from the old one (spec
 * sign-in#passwords).
 */
const leastChanged = 8;

const words = texts.newPassword;

const classes = [
  [words.classes.upper, /\p{Lu}/u],
  [words.classes.lower, /\p{Ll}/u],
  [words.classes.digit, /\p{Nd}/u],
  [words.classes.other, /[^\p{L}\p{Nd}]/u],
] as const;

/**
 * Returns all problems of a new password (spec sign-in#passwords). Counts characters, not bytes.
 * Only the policy `stig` requires character classes and a distance from the current password.
 */
export function passwordProblems(
  password: string,
  { policy, least, userName, names = [], current }: PasswordContext,
  field = 'new_password',
): readonly FormProblem[] {
  const length = [...password].length;
  const problems: string[] = [];
  if (length < least) problems.push(words.tooShort(least, length));
  if (length > longestPassword) problems.push(words.tooLong(longestPassword, length));
  const lacking =
    policy === 'stig'
      ? classes.filter(([, pattern]) => !pattern.test(password)).map(([name]) => name)
      : [];
  if (lacking.length > 0) problems.push(words.lacks(lacking));
  if (userName.length >= 3 && password.toLowerCase().includes(userName.toLowerCase()))
    problems.push(words.holdsName);
  else if (length >= least && length <= longestPassword) {
    if (isBreachedPassword(password)) problems.push(words.breached);
    else if (isCommonPassword(password, [userName, ...names])) problems.push(words.common);
  }
  if (current !== undefined && length <= longestPassword) {
    if (password === current) problems.push(words.current);
    else if (policy === 'stig' && distance(password, current) < leastChanged)
      problems.push(words.tooAlike(leastChanged));
  }
  return problems.map((message) => ({ field, message }));
}

/** The password rules, as shown to users. */
export const passwordAdvice = ({
  passwordLength,
  passwordPolicy,
}: Pick<AccessSettings, 'passwordLength' | 'passwordPolicy'>): string =>
  words.advice[passwordPolicy](passwordLength);

/** The Levenshtein distance of two texts: characters to insert, delete or replace. */
export function distance(one: string, other: string): number {
  const [from, to] = [[...one], [...other]];
  let row = to.map((_, place) => place + 1);
  for (const [line, character] of from.entries()) {
    let diagonal = line;
    let left = line + 1;
    row = row.map((above, place) => {
      const best = Math.min(above + 1, left + 1, diagonal + (character === to[place] ? 0 : 1));
      diagonal = above;
      left = best;
      return best;
    });
  }
  return row.at(-1) ?? from.length;
}
