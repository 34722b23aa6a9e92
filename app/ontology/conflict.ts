/** The fields that a form edits, by name. Lists are sorted. */
export type Facts = Readonly<Record<string, string | boolean | readonly string[]>>;

/**
 * Names of the fields that differ from what a form showed. A version would also count fields
 * outside the form, such as the user's own theme.
 */
export const changedMeanwhile = <F extends Facts>(now: F, seen: F): readonly (keyof F & string)[] =>
  Object.keys(now).filter((name) => JSON.stringify(now[name]) !== JSON.stringify(seen[name]));
