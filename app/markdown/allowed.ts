/** Elements that rendered Markdown may contain, each with its attributes (spec markdown#output). */
export const allowedTags: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ['p', 'br', 'hr', 'em', 'strong', 's', 'blockquote', 'ul', 'pre', 'code'].map((tag) => [
      tag,
      [],
    ]),
  ),
  ...Object.fromEntries(['h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => [tag, []])),
  ...Object.fromEntries(['table', 'thead', 'tbody', 'tr'].map((tag) => [tag, []])),
  ol: ['start'],
  li: ['class'],
  span: ['class'],
  th: ['class', 'scope'],
  td: ['class'],
  a: ['href', 'title', 'rel'],
  div: ['class', 'role', 'tabindex', 'aria-label'],
};

/** Classes of these elements; the style sheet knows them. */
export const allowedClasses: Readonly<Record<string, readonly string[]>> = {
  li: ['task'],
  span: ['vh'],
  div: ['scroll'],
  th: ['start', 'center', 'end'],
  td: ['start', 'center', 'end'],
};

/**
 * Whether an address may be a link: http, https, mailto, a path of this app, or a place on the
 * page. Everything else is shown as text.
 */
export function isLink(href: string): boolean {
  // Browsers drop these characters, so "java\nscript:" would run.
  if (/[\p{Cc}\p{Zs}\\]/u.test(href)) return false;
  if (/^(https?:\/\/[^/]|mailto:[^/])/i.test(href)) return true;
  return /^(\/(?!\/)|#)/.test(href);
}

/** Whether a link leaves this app. */
export const isExternal = (href: string): boolean => /^https?:/i.test(href);
