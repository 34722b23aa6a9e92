import type { Difference } from '../ui/diff.tsx';
import { listed } from '../ui/words.ts';

/** What a form decides about, by name. Lists are sorted. */
export type Facts = Readonly<Record<string, string | boolean | readonly string[]>>;

/**
 * Names of the facts that are no longer as a form had shown them. A version alone would also count
 * what the form doesn't show, such as the theme that somebody chose for themselves.
 */
export const changedMeanwhile = <F extends Facts>(now: F, seen: F): readonly (keyof F & string)[] =>
  Object.keys(now).filter((name) => JSON.stringify(now[name]) !== JSON.stringify(seen[name]));

/** What changed meanwhile, in words: as the form had shown it, and as it is now. */
export const differences = <F extends Facts>(
  now: F,
  seen: F,
  labels: Readonly<Record<keyof F & string, string>>,
  words: { readonly yes: string; readonly no: string } = { yes: 'yes', no: 'no' },
): readonly Difference[] =>
  changedMeanwhile(now, seen).map((name) => ({
    field: labels[name],
    before: said(seen[name], words),
    after: said(now[name], words),
  }));

function said(
  fact: Facts[string] | undefined,
  { yes, no }: { yes: string; no: string },
): string | undefined {
  if (typeof fact === 'boolean') return fact ? yes : no;
  const text = typeof fact === 'string' || fact === undefined ? fact : listed(fact);
  return text === '' ? undefined : text;
}
