import type { Block, Run } from '../markdown/index.ts';
import { written } from './glyphs.ts';
import { margins } from './pages.ts';

type Table = Extract<Block, { kind: 'table' }>;
type Cells = readonly (readonly Run[])[];

interface Place {
  readonly left: number;
  readonly width: number;
}

const size = 9.5;
const padding = 4;

/** Writes a table; its head is repeated on each page that it reaches. */
export function writeTable(
  pdf: PDFKit.PDFDocument,
  parent: PDFKit.PDFStructureElement,
  { head, rows }: Table,
  { left, width }: Place,
): void {
  const table = pdf.struct('Table');
  parent.add(table);
  const widths = widthsOf(pdf, [head, ...rows], width);
  const bottom = () => pdf.page.height - margins.bottom;
  const place = (cells: Cells, isHead: boolean, tagged: boolean): void => {
    const texts = widths.map((_, at) => plain(cells[at] ?? []));
    pdf.font(isHead ? 'bold' : 'regular').fontSize(size);
    const height =
      Math.max(...texts.map((text, at) => pdf.heightOfString(text, options(widths[at] ?? 0)))) +
      2 * padding;
    if (pdf.y + height > bottom() && !isHead) {
      pdf.addPage();
      if (head.length > 0) place(head, true, false);
      pdf.font('regular').fontSize(size);
    }
    const top = pdf.y;
    // An element that belongs to nothing would keep the document from ending.
    const row = tagged ? pdf.struct('TR') : undefined;
    if (row !== undefined) table.add(row);
    let x = left;
    for (const [at, text] of texts.entries()) {
      const [cellX, cellWidth] = [x, widths[at] ?? 0];
      const write = () => {
        pdf.fillColor('black').text(text, cellX + padding, top + padding, options(cellWidth));
      };
      if (row === undefined) asArtifact(pdf, write);
      else addCell(pdf, row, isHead, write);
      x += cellWidth;
    }
    row?.end();
    pdf.y = Math.min(top + height, bottom());
    line(pdf, { left, width });
  };
  if (pdf.y + 4 * size > bottom()) pdf.addPage();
  if (head.length > 0) place(head, true, true);
  for (const row of rows) place(row, false, true);
  table.end();
}

/** The types of the library do not know the option yet. */
const headCell = (pdf: PDFKit.PDFDocument): PDFKit.PDFStructureElement =>
  pdf.struct('TH', { scope: 'Column' } as PDFKit.Mixins.StructureElementOptions);

function addCell(
  pdf: PDFKit.PDFDocument,
  row: PDFKit.PDFStructureElement,
  isHead: boolean,
  write: () => void,
): void {
  const cell = isHead ? headCell(pdf) : pdf.struct('TD');
  row.add(cell);
  cell.add(write);
  cell.end();
}

/** Writes what assistive technology leaves out. */
function asArtifact(pdf: PDFKit.PDFDocument, write: () => void): void {
  pdf.markContent('Artifact', { type: 'Pagination' });
  write();
  pdf.endMarkedContent();
}

const options = (width: number) => ({
  width: Math.max(width - 2 * padding, 20),
  // A cell that is higher than a page is cut, because its row cannot continue on the next one.
  height: 600,
  ellipsis: true,
});

const plain = (runs: readonly Run[]): string =>
  written(runs.map(({ text }) => text).join('')) || ' ';

function line(pdf: PDFKit.PDFDocument, { left, width }: Place): void {
  pdf.markContent('Artifact', { type: 'Layout' });
  pdf
    .moveTo(left, pdf.y)
    .lineTo(left + width, pdf.y)
    .lineWidth(0.5)
    .stroke('#bbbbbb');
  pdf.endMarkedContent();
}

/** Widths by the length of the texts, none below an eighth of the table. */
function widthsOf(pdf: PDFKit.PDFDocument, rows: readonly Cells[], width: number): number[] {
  const count = Math.max(...rows.map((row) => row.length), 1);
  pdf.font('regular').fontSize(size);
  const wanted = Array.from({ length: count }, (_, at) =>
    Math.max(
      width / 8,
      ...rows.map((row) => Math.min(pdf.widthOfString(plain(row[at] ?? [])) + 2 * padding, width)),
    ),
  );
  const sum = wanted.reduce((all, each) => all + each, 0);
  return wanted.map((each) => (each / sum) * width);
}
