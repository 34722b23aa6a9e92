interface Open {
  readonly level: number;
  readonly item: PDFKit.PDFOutline;
}

/** The outline of a document: each heading below the next higher one before it. */
export class Bookmarks {
  readonly #pdf: PDFKit.PDFDocument;
  readonly #open: Open[] = [];

  constructor(pdf: PDFKit.PDFDocument) {
    this.#pdf = pdf;
  }

  /** Adds a heading, on the current page. */
  add(level: number, title: string): void {
    while ((this.#open.at(-1)?.level ?? 0) >= level) this.#open.pop();
    const parent = this.#open.at(-1)?.item ?? this.#pdf.outline;
    this.#open.push({ level, item: parent.addItem(title, { expanded: level < 2 }) });
  }
}
