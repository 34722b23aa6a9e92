/**
 * A text as Markdown that shows exactly these characters, for names in generated texts. Line breaks
 * become spaces, because a name is one line.
 */
export const plainMarkdown = (text: string): string =>
  text
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .replaceAll(/[\\`*[\]<~|&]/gu, String.raw`\$&`)
    // Inside a word it is no emphasis.
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`)
    .replace(/^(#{1,6}|[-+>=]|\d+[.)])(?=\s|$)/u, (mark) => mark.replace(/.$/u, String.raw`\$&`));
