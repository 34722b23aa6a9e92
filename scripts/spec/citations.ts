/** A rule of the specification: its page and the anchor of its heading, as in `sign-in#lockout`. */
export type RuleId = `${string}#${string}`;

/** The anchor that GitLab and GitHub generate for a heading. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');

/**
 * Returns the rules of a page, in order.
 * @param page name of the file without `.md`
 */
export const rulesOf = (page: string, markdown: string): readonly RuleId[] =>
  [...markdown.matchAll(/^## (.+)$/gm)].map(
    ([, heading = '']): RuleId => `${page}#${anchorOf(heading)}`,
  );

const rule = '[a-z][a-z-]*#[a-z0-9-]+';
/** A space, or a line break in a comment. */
const gap = String.raw`\s+(?:(?:\*|//|#) )?`;
const cited = new RegExp(`\\bspec${gap}(${rule}(?:,${gap}${rule})*)`, 'g');
const citedRule = new RegExp(rule, 'g');
const linked = /\]\((?:\.\.\/|docs\/)*(?:spec\/)?([a-z-]+)\.md#([a-z0-9-]+)\)/g;

/**
 * Returns the rules cited in a comment, a test or a page: `spec sign-in#lockout, people#status`.
 */
export const citationsIn = (text: string): readonly RuleId[] =>
  [...text.matchAll(cited)].flatMap(([, ids = '']) => (ids.match(citedRule) ?? []) as RuleId[]);

/** Returns the rules that a page of the specification links to. */
export const linksIn = (markdown: string): readonly RuleId[] =>
  [...markdown.matchAll(linked)].map(([, page = '', anchor = '']): RuleId => `${page}#${anchor}`);

/**
 * Returns citations by number, such as `page.md 12.3`, which are not allowed because numbers
 * change.
 */
export const numberedIn = (text: string): readonly string[] =>
  [...text.matchAll(/\b[a-z-]+\.md §? ?\d+(?:\.\d+)*\b/g)].map(([citation]) => citation);
