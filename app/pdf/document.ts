import type { Block } from '../markdown/index.ts';

/** A document to write as PDF. */
export interface PdfContent {
  readonly title: string;
  /** Language tag: `en-GB`. */
  readonly language: string;
  /** On each page, such as "Internal"; empty: none. */
  readonly classification: string;
  /** At the foot of each page, beside the page number. */
  readonly foot: string;
  readonly createdAt: Date;
  readonly blocks: readonly Block[];
}
