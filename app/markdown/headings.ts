import type { MarkdownIt } from 'markdown-it';

/**
 * Headings as an outline: the first level of a text is the level of the page that shows it, and no
 * level is skipped, whatever signs the author used (WCAG 2.2, 1.3.1).
 */
export function addOutline(parser: MarkdownIt): void {
  parser.core.ruler.push('outline', ({ tokens, env }) => {
    const top = Number(env?.['headings'] ?? 2);
    const above: number[] = [];
    for (const token of tokens) {
      if (token.type === 'heading_open') {
        const level = Number(token.tag.slice(1));
        while (above.length > 0 && (above.at(-1) ?? 0) >= level) above.pop();
        above.push(level);
      }
      if (token.type === 'heading_open' || token.type === 'heading_close')
        token.tag = `h${Math.min(6, top + above.length - 1)}`;
    }
  });
}
