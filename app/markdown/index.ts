export { MarkdownEditor } from './editor.tsx';
export { headline } from './excerpt.ts';
export { Excerpt } from './excerpt-view.tsx';
export { Markdown } from './markdown.tsx';
export { plainMarkdown } from './plain.ts';
export { type Block, parseMarkdown, type Run } from './tree.ts';
