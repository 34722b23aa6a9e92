import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import { cursor } from '../ontology/bulk-read.ts';
import {
  findUserId,
  momentField,
  nameOfUser,
  type ReadRecord,
  type RecordFields,
  type RecordKind,
  type RecordOutcome,
  storedMoment,
  UnfitRecord,
  writeEach,
} from '../ontology/records.ts';
import { storePieces } from './arriving.ts';
import { beginAttachment, completeAttachment } from './attachment-store.ts';
import { fileNameOf } from './media-type.ts';
import { ownerTypes } from './owner.ts';
import { isAttached, readPieces } from './queries.ts';
import { texts } from './texts.ts';

const fields = z.object({
  name: z.string().refine((name) => name === fileNameOf(name)),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  uploaded_at: momentField,
  uploaded_by: z.string(),
  uploaded_by_user: z.string().nullable(),
});

const attachments = sql<{ id: string; fields: RecordFields; sha256: string }>`
  select a.id, encode(a.sha256, 'hex') as sha256, json_build_object('of', e.name, 'of_type', e.entity_type, 'name', a.name,
    'media_type', a.media_type, 'bytes', a.bytes, 'sha256', encode(a.sha256, 'hex'),
    'uploaded_at', ${storedMoment('a.uploaded_at')}, 'uploaded_by', a.uploaded_by,
    'uploaded_by_user', ${nameOfUser('a.uploaded_by_id')}) as fields
  from attachments a join entities e on e.id = a.entity_id
  where a.is_complete order by e.entity_type collate "C", e.name collate "C", a.name collate "C", a.sha256, a.uploaded_at`;

/** Attachments in exports and imports, each with its file (spec data-exchange#records). */
export const attachmentRecords: RecordKind = {
  kind: 'attachment',
  type: 'document',
  otherTypes: ownerTypes,
  read: async function* (tx) {
    for await (const rows of cursor(tx, 'attachments_out', attachments))
      for (const { id, sha256, fields: stored } of rows)
        yield { fields: stored, file: { sha256, content: readPieces(tx, id) } };
  },
  writer: writeEach(fields, attach),
};

async function attach(
  tx: Tx,
  owner: string,
  file: z.output<typeof fields>,
  { open }: ReadRecord,
): Promise<RecordOutcome> {
  const { name, sha256, uploaded_by: label } = file;
  const uploadedAt = new Date(file.uploaded_at);
  if (await isAttached(tx, owner, { name, sha256, uploadedAt })) return 'present';
  const content = await open(sha256);
  if (content === undefined) throw new UnfitRecord(texts.exchange.missing(name, sha256));
  const by = { id: await findUserId(tx, file.uploaded_by_user), label };
  const id = await beginAttachment(tx, { entityId: owner, name }, by, uploadedAt);
  if (id === undefined) throw new UnfitRecord(texts.tooMany);
  const facts = await storePieces(tx, id, content);
  if (facts.sha256 !== sha256) throw new UnfitRecord(texts.exchange.damaged(name, sha256));
  await completeAttachment(tx, id, facts);
  return 'created';
}
