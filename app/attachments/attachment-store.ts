import { sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { Actor } from '../ontology/actor.ts';
import { type Attachment, mostAttachments } from './attachment.ts';

/**
 * Notes a file that begins to arrive. Nothing shows it until it is complete. Returns its id;
 * `undefined` if the entity has as many files as it may have.
 */
export async function beginAttachment(
  db: Db,
  file: { readonly entityId: string; readonly name: string },
  by: Pick<Actor, 'id' | 'label'>,
  now: Date,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into attachments (entity_id, name, media_type, bytes, uploaded_at, uploaded_by_id, uploaded_by)
    select ${file.entityId}, ${file.name}, '', 0, ${now}, ${by.id}, ${by.label}
    where (select count(*) from attachments where entity_id = ${file.entityId}) < ${mostAttachments}
    returning id`.execute(db);
  return rows[0]?.id;
}

/** Stores one piece of a file. */
export async function writePiece(
  db: Db,
  attachmentId: string,
  number: number,
  content: Uint8Array,
): Promise<void> {
  await sql`insert into attachment_pieces (attachment_id, number, content)
    values (${attachmentId}, ${number}, ${content})`.execute(db);
}

/** Makes a file visible, once all its pieces have arrived. */
export async function completeAttachment(
  tx: Tx,
  id: string,
  { mediaType, bytes, sha256 }: Pick<Attachment, 'mediaType' | 'bytes' | 'sha256'>,
): Promise<void> {
  await sql`
    update attachments set media_type = ${mediaType}, bytes = ${bytes}, sha256 = decode(${sha256}, 'hex'), is_complete = true
    where id = ${id}`.execute(tx);
}

/** Deletes a file with its pieces. */
export async function removeAttachment(db: Db | Tx, id: string): Promise<void> {
  await sql`delete from attachments where id = ${id}`.execute(db);
}

/** Deletes files whose upload began before a moment and never ended. Returns how many. */
export async function sweepAttachments(db: Db, before: Date): Promise<number> {
  const { rows } = await sql`
    delete from attachments where not is_complete and uploaded_at < ${before} returning id`.execute(
    db,
  );
  return rows.length;
}
