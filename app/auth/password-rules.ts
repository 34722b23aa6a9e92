import type { FormProblem } from '../ui/form-state.ts';
import { listed } from '../ui/words.ts';
import { isCommonPassword } from './common-passwords.ts';

/** What a new password is judged by. */
export interface PasswordContext {
  /** Least number of characters. */
  readonly least: number;
  readonly userName: string;
  /** Further words that belong to this person or place. */
  readonly names?: readonly string[];
  /** The password that is to be replaced, when its owner typed it. */
  readonly current?: string;
}

const longestPassword = 128;
/** Characters in which a new password must differ from the old one (platform.md 13.1). */
const leastChanged = 8;

const classes = [
  ['an upper-case letter', /\p{Lu}/u],
  ['a lower-case letter', /\p{Ll}/u],
  ['a digit', /\p{Nd}/u],
  ['another character', /[^\p{L}\p{Nd}]/u],
] as const;

/** What is wrong with a new password, all of it at once (access.md 12.9, platform.md 13.1). Characters are counted, not bytes. */
export function passwordProblems(
  password: string,
  { least, userName, names = [], current }: PasswordContext,
  field = 'new_password',
): readonly FormProblem[] {
  const length = [...password].length;
  const problems: string[] = [];
  if (length < least) problems.push(`The password needs at least ${least} characters; this one has ${length}.`);
  if (length > longestPassword) problems.push(`The password may have at most ${longestPassword} characters; this one has ${length}.`);
  const lacking = classes.filter(([, pattern]) => !pattern.test(password)).map(([name]) => name);
  if (lacking.length > 0) problems.push(`The password needs ${listed(lacking)}.`);
  if (userName.length >= 3 && password.toLowerCase().includes(userName.toLowerCase()))
    problems.push('The password may not contain the user name.');
  else if (length >= least && length <= longestPassword && isCommonPassword(password, [userName, ...names])) {
    problems.push(
      'This password is among the first that anybody would try. Choose one that is not made of common words, names or rows of keys.',
    );
  }
  if (current !== undefined && length <= longestPassword) {
    if (password === current) problems.push('This is the current password. Choose another one.');
    else if (distance(password, current) < leastChanged)
      problems.push(`The password must differ from the current one in at least ${leastChanged} characters.`);
  }
  return problems.map((message) => ({ field, message }));
}

/** What a password must be, for people who are about to choose one. */
export const passwordAdvice = (least: number): string =>
  `At least ${least} characters with upper and lower case, a digit and another character. Several words that have nothing to do with each other are best.`;

/** Characters to insert, delete or replace to get from one text to the other (Levenshtein). */
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
