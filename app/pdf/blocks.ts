import type { Block, Run } from '../markdown/index.ts';
import { Bookmarks } from './bookmarks.ts';
import { written } from './glyphs.ts';
import { margins } from './pages.ts';
import { writeTable } from './table.ts';

type Structure = PDFKit.PDFStructureElement;

const sizes: Readonly<Record<number, number>> = { 1: 20, 2: 15, 3: 12.5, 4: 11, 5: 10.5, 6: 10.5 };
const body = 10.5;
/** Indentation of lists and quotes. */
const step = 16;

/** Writes blocks of text one below the other, each with its tag. */
export class BlockWriter {
  readonly #pdf: PDFKit.PDFDocument;
  readonly #bookmarks: Bookmarks;
  #parent: Structure;
  #left = margins.left;

  constructor(pdf: PDFKit.PDFDocument, root: Structure) {
    this.#pdf = pdf;
    this.#parent = root;
    this.#bookmarks = new Bookmarks(pdf);
  }

  title(text: string): void {
    this.#heading(1, [{ text }]);
  }

  block(block: Block): void {
    if (block.kind === 'heading') this.#heading(block.level, block.runs);
    else if (block.kind === 'paragraph') this.#paragraph(block.runs);
    else if (block.kind === 'list') this.#list(block);
    else if (block.kind === 'code') this.#paragraph([{ text: block.text, code: true }]);
    else if (block.kind === 'rule') this.#rule();
    else if (block.kind === 'table') {
      writeTable(this.#pdf, this.#parent, block, { left: this.#left, width: this.#width });
      this.#gap(8);
    } else
      this.#within('BlockQuote', () => {
        for (const inner of block.blocks) this.block(inner);
      });
  }

  get #width(): number {
    return this.#pdf.page.width - margins.right - this.#left;
  }

  /** Begins a page if fewer points are left on this one. */
  #need(points: number): void {
    if (this.#pdf.y + points > this.#pdf.page.height - margins.bottom) this.#pdf.addPage();
  }

  #gap(points: number): void {
    this.#pdf.y += points;
  }

  #heading(level: number, runs: readonly Run[]): void {
    const size = sizes[level] ?? body;
    if (level > 1) this.#gap(10);
    // A heading is not the last line of a page.
    this.#need(size + 40);
    this.#bookmarks.add(level, runs.map(({ text }) => text).join(''));
    this.#runs(`H${level}`, runs, { size, bold: true });
    this.#gap(size / 3);
  }

  #paragraph(runs: readonly Run[]): void {
    this.#need(body * 1.4);
    this.#runs('P', runs, { size: body });
    this.#gap(6);
  }

  #rule(): void {
    this.#need(12);
    const { y } = this.#pdf;
    this.#pdf.markContent('Artifact', { type: 'Layout' });
    this.#pdf
      .moveTo(this.#left, y + 4)
      .lineTo(this.#left + this.#width, y + 4)
      .lineWidth(0.5)
      .stroke('#999999');
    this.#pdf.endMarkedContent();
    this.#gap(12);
  }

  #list({ start, items }: Extract<Block, { kind: 'list' }>): void {
    const list = this.#begin('L');
    for (const [at, blocks] of items.entries()) {
      this.#need(body * 1.4);
      const item = this.#begin('LI');
      const { y } = this.#pdf;
      const page = this.#pdf.page;
      const mark = start === undefined ? '•' : `${start + at}.`;
      this.#add('Lbl', () =>
        this.#pdf
          .font('regular')
          .fontSize(body)
          .fillColor('black')
          .text(mark, this.#left, y, { lineBreak: false }),
      );
      if (this.#pdf.page === page) this.#pdf.y = y;
      this.#within('LBody', () => {
        for (const block of blocks) this.block(block);
        if (blocks.length === 0) this.#gap(body * 1.4);
      });
      this.#end(item);
    }
    this.#end(list);
  }

  /** Writes indented, inside a tag. */
  #within(tag: string, write: () => void): void {
    const element = this.#begin(tag);
    this.#left += step;
    write();
    this.#left -= step;
    this.#end(element);
  }

  #begin(tag: string): { readonly element: Structure; readonly parent: Structure } {
    const element = this.#pdf.struct(tag as PDFKit.Mixins.MarkingOptions['type'] & string);
    this.#parent.add(element);
    const parent = this.#parent;
    this.#parent = element;
    return { element, parent };
  }

  #end({ element, parent }: { readonly element: Structure; readonly parent: Structure }): void {
    element.end();
    this.#parent = parent;
  }

  #add(tag: string, write: () => void): void {
    const inner = this.#begin(tag);
    inner.element.add(write);
    this.#end(inner);
  }

  /** Writes runs of different styles as one flowing text. */
  #runs(tag: string, runs: readonly Run[], style: { size: number; bold?: boolean }): void {
    const pdf = this.#pdf;
    pdf.x = this.#left;
    const inner = this.#begin(tag);
    const shown = runs.filter(({ text }) => text !== '');
    for (const [at, run] of shown.entries()) {
      const write = () => {
        pdf
          .font(
            run.bold === true || style.bold === true ? 'bold' : run.italic ? 'italic' : 'regular',
          )
          .fontSize(run.code === true ? style.size - 0.5 : style.size)
          .fillColor(run.href === undefined ? 'black' : '#0b4f8a')
          .text(written(run.text), {
            width: this.#width,
            continued: at < shown.length - 1,
            strike: run.struck === true,
            underline: run.href !== undefined,
            link: isAbsolute(run.href) ? run.href : null,
            lineGap: 2,
          });
      };
      if (isAbsolute(run.href)) {
        const link = this.#begin('Link');
        link.element.add(write);
        this.#end(link);
      } else inner.element.add(write);
    }
    this.#end(inner);
  }
}

const isAbsolute = (href: string | undefined): href is string =>
  href !== undefined && /^(https?|mailto):/i.test(href);
