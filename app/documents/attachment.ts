/** A file of a document, complete and checked. */
export interface Attachment {
  readonly id: string;
  readonly documentId: string;
  readonly name: string;
  /** As found in its content, not as the browser said. */
  readonly mediaType: string;
  readonly bytes: number;
  /** SHA-256 in hex. */
  readonly sha256: string;
  readonly uploadedAt: Date;
  readonly uploadedBy: string;
}

/** Bytes per stored piece; the table allows no more. */
export const pieceBytes = 256 * 1024;

/** The most files of one document, so that their page stays short. */
export const mostAttachments = 100;

/**
 * Types that a browser may show, each with the policy of the response: no script runs and nothing
 * else is loaded. A sandbox would keep browsers from showing a PDF (spec documents#attachments).
 */
export const inlinePolicies: Readonly<Record<string, string>> = {
  'image/png': "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox",
  'image/jpeg': "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox",
  'text/plain': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  'application/pdf': "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'",
};

/** Whether a file is shown in the browser; all others are downloaded. */
export const isShownInline = ({ mediaType }: Pick<Attachment, 'mediaType'>): boolean =>
  Object.hasOwn(inlinePolicies, mediaType);
