/**
 * The beginning of a text in one line, for a label or title. Counts characters, so none is cut in
 * half.
 */
export function beginningOf(text: string, most: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return [...line].slice(0, most).join('').trimEnd();
}

/** The same, with an ellipsis where the text goes on; for lists. */
export function shortened(text: string, most: number): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  if ([...line].length <= most) return line;
  const cut = beginningOf(line, most);
  // A word stays whole unless it is very long.
  const word = cut.lastIndexOf(' ');
  return `${word > cut.length * 0.7 ? cut.slice(0, word) : cut}…`;
}
