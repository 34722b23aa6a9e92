import { changedMeanwhile, type Facts } from '../ontology/conflict.ts';
import type { Difference } from '../ui/diff.tsx';
import { listed } from '../ui/words.ts';

/** Concurrent changes as text: the value the form showed, and the current one. */
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
