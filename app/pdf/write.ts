import { BlockWriter } from './blocks.ts';
import type { PdfContent } from './document.ts';
import { type Fonts, readFonts } from './fonts.ts';
import { finishPages, margins } from './pages.ts';

/**
 * Writes a document as PDF: tagged for assistive technology (PDF/UA), with bookmarks, page numbers
 * and embedded fonts. The same content gives the same pages.
 */
export const writePdf = async (content: PdfContent): Promise<Uint8Array> =>
  write(content, await readFonts());

async function write(content: PdfContent, fonts: Fonts): Promise<Uint8Array> {
  const { title, language, createdAt } = content;
  // Loaded with the first document: it takes 30 MB, which most processes never need.
  const { default: PDFDocument } = await import('pdfkit');
  const pdf = new PDFDocument({
    ...{ size: 'A4', margins, bufferPages: true, pdfVersion: '1.7' },
    ...{ tagged: true, lang: language, displayTitle: true },
    // The types of the library do not know the subset yet.
    ...({ subset: 'PDF/UA' } as object),
    info: { Title: title, CreationDate: createdAt, ModDate: createdAt },
    // Without a font of its own the library reads files that a bundle does not have.
    font: fonts.regular as unknown as string,
  });
  const done = collected(pdf);
  for (const [name, font] of Object.entries(fonts)) pdf.registerFont(name, font);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  const writer = new BlockWriter(pdf, root);
  writer.title(title);
  for (const block of content.blocks) writer.block(block);
  root.end();
  finishPages(pdf, content);
  pdf.end();
  return done;
}

function collected(pdf: PDFKit.PDFDocument): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  return new Promise((resolve, reject) => {
    pdf.on('data', (piece: Buffer) => pieces.push(piece));
    pdf.on('end', () => resolve(Buffer.concat(pieces)));
    pdf.on('error', reject);
  });
}
