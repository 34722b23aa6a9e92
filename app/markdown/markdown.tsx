import { type MarkdownOptions, renderMarkdown } from './render.ts';

/** A Markdown text as running text, at most 68 characters per line. */
export const Markdown = ({ text, ...options }: MarkdownOptions & { readonly text: string }) => (
  <div class="prose" dangerouslySetInnerHTML={{ __html: renderMarkdown(text, options) }} />
);
