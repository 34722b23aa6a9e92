export { MarkdownEditor } from './editor.tsx';
export { Markdown } from './markdown.tsx';
export { plainMarkdown } from './plain.ts';
export { renderMarkdown } from './render.ts';
export { type Block, parseMarkdown, type Run } from './tree.ts';
