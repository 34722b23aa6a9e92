import MarkdownIt, { type RendererRule, type Token } from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import { allowedClasses, allowedTags, isExternal, isLink } from './allowed.ts';
import { addOutline } from './headings.ts';
import { addTasks } from './tasks.ts';
import { texts } from './texts.ts';

/** The place of a rendered text on its page. */
export interface MarkdownOptions {
  /** Level of the headings `#`: 2 on a page of its own, 3 in a section, more below. @default 2 */
  readonly headings?: 2 | 3 | 4 | 5;
}

/**
 * Renders Markdown as HTML that is safe to put into a page: HTML in the text is shown as text,
 * links lead to http, https, mailto or this app, and a second filter removes everything that is
 * not on the list (spec markdown#output).
 */
export function renderMarkdown(text: string, { headings = 2 }: MarkdownOptions = {}): string {
  const html = parser.render(text, { headings });
  return sanitizeHtml(html, {
    allowedTags: Object.keys(allowedTags),
    allowedAttributes: Object.fromEntries(
      Object.entries(allowedTags).map(([tag, names]) => [
        tag,
        names.filter((name) => name !== 'class'),
      ]),
    ),
    allowedClasses: Object.fromEntries(
      Object.entries(allowedClasses).map(([tag, names]) => [tag, [...names]]),
    ),
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    disallowedTagsMode: 'escape',
    // Deeper nesting is hostile; the parser stops at 100 levels.
    nestingLimit: 120,
  });
}

/** The tokens of a text, as the parser of all texts returns them. */
export const tokensOf = (text: string, { headings = 2 }: MarkdownOptions): readonly Token[] =>
  parser.parse(text, { headings });

const parser = new MarkdownIt('default', { html: false, linkify: true, typographer: false })
  .disable(['image'])
  .use(addTasks)
  .use(addOutline);
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
parser.validateLink = isLink;

const { rules } = parser.renderer;

rules['link_open'] = (tokens, at, options, _env, self) => {
  const token = tokens[at];
  if (isExternal(String(token?.attrGet('href') ?? '')))
    token?.attrSet('rel', 'noopener noreferrer');
  return self.renderToken(tokens, at, options);
};

// A wide table scrolls by itself, not the page.
rules['table_open'] = () =>
  `<div class="scroll" role="group" tabindex="0" aria-label="${texts.table}"><table>\n`;
rules['table_close'] = () => '</table></div>\n';

const sides: Readonly<Record<string, string>> = { left: 'start', center: 'center', right: 'end' };

for (const name of ['th_open', 'td_open'] as const)
  rules[name] = (tokens, at, options, _env, self) => {
    const token = tokens[at];
    const side = /text-align:(\w+)/.exec(String(token?.attrGet('style') ?? ''))?.[1] ?? '';
    if (token !== undefined) {
      token.attrs = null;
      if (Object.hasOwn(sides, side)) token.attrSet('class', sides[side] ?? '');
      if (name === 'th_open') token.attrSet('scope', 'col');
    }
    return self.renderToken(tokens, at, options);
  };

// The name of a language has no use without colours.
const code: RendererRule = (tokens, at) =>
  `<pre><code>${parser.utils.escapeHtml(tokens[at]?.content ?? '')}</code></pre>\n`;
rules['fence'] = code;
rules['code_block'] = code;
