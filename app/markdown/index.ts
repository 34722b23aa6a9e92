export { Markdown } from './markdown.tsx';
export { plainMarkdown } from './plain.ts';
