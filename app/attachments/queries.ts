import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db/database.ts';
import type { Asker } from '../documents/index.ts';
import type { Attachment, FoundAttachment, ListedFile } from './attachment.ts';
import { isOwner, ownerJson, ownersIn } from './owner-queries.ts';

const columns = sql`a.id, a.entity_id as "entityId", a.name, a.media_type as "mediaType",
  a.bytes::float8 as bytes, encode(a.sha256, 'hex') as sha256, a.uploaded_at as "uploadedAt",
  a.uploaded_by as "uploadedBy"`;

const megabytesSet = sql`(
  select properties ->> 'value' from entities
  where entity_type = 'setting' and name = 'documents.attachment_megabytes')`;

/**
 * Returns the complete files of an entity, by name, and the largest allowed size in bytes, in one
 * statement.
 */
export async function listAttachments(
  db: Db,
  entityId: string,
): Promise<{ readonly attachments: readonly Attachment[]; readonly most: number }> {
  const { rows } = await sql<Attachment & { id: string | null; megabytes: string | null }>`
    select set.megabytes, ${columns} from (select ${megabytesSet} as megabytes) set
      left join attachments a on a.entity_id = ${entityId} and a.is_complete
    order by lower(a.name), a.id`.execute(db);
  return {
    attachments: rows
      .filter(({ id }) => id !== null)
      .map(({ megabytes: _, ...attachment }) => attachment),
    most: bytesIn(rows[0]?.megabytes),
  };
}

/**
 * The complete files of some entities, by name, as JSON for the statement of a page.
 * @param entities a select of their ids
 */
export const filesOf = (entities: RawBuilder<unknown>): RawBuilder<readonly ListedFile[]> => sql<
  readonly ListedFile[]
>`(
  select coalesce(json_agg(json_build_object('id', a.id::text, 'entityId', a.entity_id::text, 'name', a.name,
    'mediaType', a.media_type, 'bytes', a.bytes, 'uploadedBy', a.uploaded_by,
    'uploadedAt', to_char(a.uploaded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) order by lower(a.name), a.id), '[]')
  from attachments a where a.is_complete and a.entity_id in (${entities}))`;

/** Returns a complete file of something that a user may see. */
export async function findAttachment(
  db: Db | Tx,
  id: string,
  asker: Asker,
): Promise<FoundAttachment | undefined> {
  const { rows } = await sql<FoundAttachment>`
    select ${columns}, ${ownerJson(asker)} as owner
    from ${ownersIn} join attachments a on a.entity_id = e.id
    where a.id = ${id} and a.is_complete and ${isOwner}`.execute(db);
  return rows[0]?.owner.mayRead ? rows[0] : undefined;
}

/** Whether an entity has a file with this name and content from this moment. */
export async function isAttached(
  tx: Tx,
  entityId: string,
  { name, sha256, uploadedAt }: Pick<Attachment, 'name' | 'sha256' | 'uploadedAt'>,
): Promise<boolean> {
  const { rows } = await sql`
    select from attachments where entity_id = ${entityId} and is_complete and name = ${name}
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
