/** The value of a class attribute, of those that apply; `undefined`: none does. */
export function classes(...names: readonly (string | false)[]): string | undefined {
  const given = names.filter((name) => name !== false);
  return given.length === 0 ? undefined : given.join(' ');
}
