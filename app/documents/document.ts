import type { Related } from '../ontology/list/index.ts';

export const documentTypes = ['meeting_paper', 'decision_record', 'template', 'ad_hoc'] as const;
export type DocumentType = (typeof documentTypes)[number];

/** The maximum lengths of title and body, in characters (spec documents#fields). */
export const mostTitle = 200;
export const mostBody = 200_000;

/** A document as a row of the list. */
export interface DocumentLine {
  readonly id: string;
  readonly title: string;
  readonly docType: DocumentType;
  /** Display name of the user who created it; `null` if they were deleted. */
  readonly creator: string | null;
  readonly committees: readonly Related[];
  /** When it was written; `null` if an import did not say. */
  readonly createdDate: Date | null;
  /** When it was stored. */
  readonly createdAt: Date;
  /** Number of the newest approved version. */
  readonly approved: number | null;
  /** Where the words of a search stand, with marks; `null` without a search. */
  readonly excerpt: string | null;
}

/** Everything about a document but its text. */
export interface DocumentFacts extends Omit<DocumentLine, 'excerpt'> {
  readonly creatorId: string | null;
  readonly updatedDate: Date | null;
  readonly updatedAt: Date;
  /** Version of the entity, which detects concurrent changes. */
  readonly version: string;
  /** Number of the newest kept version, which has this title, type and body. */
  readonly number: number;
}

/** A document as its page shows it. */
export interface ShownDocument extends DocumentFacts {
  readonly body: string;
}

/** A committee that can be chosen. */
export interface Committee {
  readonly id: string;
  readonly label: string;
}
