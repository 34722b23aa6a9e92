import type { Owner } from './owner.ts';

/** A file of an entity, complete and checked. */
export interface Attachment {
  readonly id: string;
  readonly entityId: string;
  readonly name: string;
  /** As found in its content, not as the browser said. */
  readonly mediaType: string;
  readonly bytes: number;
  /** SHA-256 in hex. */
  readonly sha256: string;
  readonly uploadedAt: Date;
  readonly uploadedBy: string;
}

/** A file as the page of what it belongs to lists it. */
export interface ListedFile
  extends Pick<Attachment, 'id' | 'entityId' | 'name' | 'mediaType' | 'bytes' | 'uploadedBy'> {
  /** ISO 8601, UTC. */
  readonly uploadedAt: string;
}

/** A file with what it belongs to. */
export interface FoundAttachment extends Attachment {
  readonly owner: Owner;
}

/** Bytes per stored piece; the table allows no more. */
export const pieceBytes = 256 * 1024;

/** The most files of one entity, so that their page stays short. */
export const mostAttachments = 100;

/**
 * Types that a browser may show, each with the policy of the response: no script runs and nothing
 * else is loaded. A sandbox would keep browsers from showing a PDF (spec attachments#content).
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

/** Where a file is shown, or sent as a download. */
export const addressOfFile = (file: Pick<Attachment, 'id' | 'mediaType'>): `/${string}` =>
  isShownInline(file) ? `/attachments/${file.id}/view` : `/attachments/${file.id}`;
