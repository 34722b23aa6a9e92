export { MarkdownEditor } from './editor.tsx';
export { Markdown } from './markdown.tsx';
export { plainMarkdown } from './plain.ts';
