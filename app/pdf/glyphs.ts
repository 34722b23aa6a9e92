/** A text in glyphs that the fonts have: the boxes of task lists are written as brackets. */
export const written = (text: string): string =>
  text.replaceAll('☑', '[x]').replaceAll('☐', '[ ]').replaceAll('\t', '    ');
