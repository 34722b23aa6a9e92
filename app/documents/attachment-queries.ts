import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { Attachment } from './attachment.ts';
import { type Asker, type DocumentCode, isVisibleTo } from './visibility.ts';

const columns = sql`a.id, a.document_id as "documentId", a.name, a.media_type as "mediaType",
  a.bytes::float8 as bytes, encode(a.sha256, 'hex') as sha256, a.uploaded_at as "uploadedAt",
  a.uploaded_by as "uploadedBy"`;

const megabytesSet = sql`(
  select properties ->> 'value' from entities
  where entity_type = 'setting' and name = 'documents.attachment_megabytes')`;

/**
 * Returns the complete files of a document, by name, and the largest allowed size in bytes, in one
 * statement.
 */
export async function listAttachments(
  db: Db,
  documentId: string,
): Promise<{ readonly attachments: readonly Attachment[]; readonly most: number }> {
  const { rows } = await sql<Attachment & { id: string | null; megabytes: string | null }>`
    select set.megabytes, ${columns} from (select ${megabytesSet} as megabytes) set
      left join attachments a on a.document_id = ${documentId} and a.is_complete
    order by lower(a.name), a.id`.execute(db);
  return {
    attachments: rows
      .filter(({ id }) => id !== null)
      .map(({ megabytes: _, ...attachment }) => attachment),
    most: bytesIn(rows[0]?.megabytes),
  };
}

/** A file with its document. */
export interface FoundAttachment extends Attachment {
  readonly title: string;
}

/** Returns a complete file of a document that a user may see. */
export async function findAttachment(
  db: Db | Tx,
  id: string,
  asker: Asker,
  code?: DocumentCode,
): Promise<FoundAttachment | undefined> {
  const { rows } = await sql<FoundAttachment>`
    select ${columns}, e.label as title
    from attachments a join entities e on e.id = a.document_id and e.entity_type = 'document'
    where a.id = ${id} and a.is_complete and ${isVisibleTo(asker, code)}`.execute(db);
  return rows[0];
}

/** Whether a document has a file with this name and content from this moment. */
export async function isAttached(
  tx: Tx,
  documentId: string,
  { name, sha256, uploadedAt }: Pick<Attachment, 'name' | 'sha256' | 'uploadedAt'>,
): Promise<boolean> {
  const { rows } = await sql`
    select from attachments where document_id = ${documentId} and is_complete and name = ${name}
      and sha256 = decode(${sha256}, 'hex') and uploaded_at = ${uploadedAt}`.execute(tx);
  return rows.length > 0;
}

/** Yields the content of a file piece by piece, each by a statement of its own. */
export async function* readPieces(db: Db, id: string): AsyncGenerator<Uint8Array> {
  for (let number = 0; ; number += 1) {
    const { rows } = await sql<{ content: Buffer }>`
      select content from attachment_pieces where attachment_id = ${id} and number = ${number}`.execute(
      db,
    );
    const [piece] = rows;
    if (piece === undefined) return;
    yield piece.content;
  }
}

/** The largest allowed file in bytes, from the setting `documents.attachment_megabytes`. */
export async function mostAttachmentBytes(db: Db): Promise<number> {
  const { rows } = await sql<{
    megabytes: string | null;
  }>`select ${megabytesSet} as megabytes`.execute(db);
  return bytesIn(rows[0]?.megabytes);
}

const mostMegabytes = 50;

/** A missing or invalid setting counts as the maximum. */
function bytesIn(setting: string | null | undefined): number {
  const megabytes = Number(setting ?? mostMegabytes);
  const isAllowed = Number.isInteger(megabytes) && megabytes >= 1 && megabytes <= mostMegabytes;
  return (isAllowed ? megabytes : mostMegabytes) * 1024 * 1024;
}
