import type { PdfContent } from './document.ts';
import { texts } from './texts.ts';

/** Millimetres in points. */
const mm = (length: number): number => (length * 72) / 25.4;

export const margins = { top: mm(24), bottom: mm(24), left: mm(22), right: mm(22) };

/** Writes the classification, the title and the page number on each page, outside of the text. */
export function finishPages(
  pdf: PDFKit.PDFDocument,
  { title, classification, foot }: PdfContent,
): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    pdf.switchToPage(page);
    const { width, height } = pdf.page;
    const inner = width - margins.left - margins.right;
    // Text at the edge would begin another page.
    pdf.page.margins = { top: 0, bottom: 0, left: 0, right: 0 };
    const line = (text: string, y: number, align: 'left' | 'center' | 'right') => {
      if (text !== '') pdf.text(text, margins.left, y, { width: inner, align, lineBreak: false });
    };
    pdf.markContent('Artifact', { type: 'Pagination' });
    pdf.font('bold').fontSize(9).fillColor('black');
    line(classification, mm(10), 'center');
    line(classification, height - mm(10), 'center');
    pdf.font('regular').fontSize(8).fillColor('#444444');
    if (page > start) line(clipped(pdf, title, inner), mm(15), 'left');
    line(clipped(pdf, foot, inner - mm(30)), height - mm(16), 'left');
    line(texts.page(page - start + 1, count), height - mm(16), 'right');
    pdf.endMarkedContent();
  }
}

/** A text that fits into one line. */
function clipped(pdf: PDFKit.PDFDocument, text: string, width: number): string {
  if (pdf.widthOfString(text) <= width) return text;
  const characters = [...text];
  while (characters.length > 0 && pdf.widthOfString(`${characters.join('')}…`) > width)
    characters.pop();
  return `${characters.join('')}…`;
}
