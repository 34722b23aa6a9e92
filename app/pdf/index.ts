export type { PdfContent } from './document.ts';
export { writePdf } from './write.ts';
