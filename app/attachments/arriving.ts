import { createHash } from 'node:crypto';
import type { Db } from '../db/database.ts';
import { notAccepted } from '../http/answers.ts';
import { kilobytes } from '../http/body.ts';
import type { Actor } from '../ontology/actor.ts';
import type { CommandServices } from '../ontology/command.ts';
import type { Outcome } from '../ontology/outcome.ts';
import type { Services } from '../services.ts';
import { type Attachment, pieceBytes } from './attachment.ts';
import { beginAttachment, removeAttachment, writePiece } from './attachment-store.ts';
import { addAttachment } from './commands.ts';
import { fileNameOf, mediaTypeOf } from './media-type.ts';
import { readPieces } from './queries.ts';
import type { StoreInTurn } from './storing.ts';
import { texts } from './texts.ts';

export type AttachmentServices = CommandServices & Pick<Services, 'scanFile'>;

interface ArrivingFile {
  readonly entityId: string;
  /** As the browser sent it. */
  readonly name: string;
  readonly content: AsyncIterable<Uint8Array>;
  /** The largest allowed size in bytes. */
  readonly most: number;
  readonly inTurn: StoreInTurn;
}

/**
 * Stores a file while it arrives, one piece in memory at a time, and then adds it to what it belongs to.
 * A file that is cut off, too large, empty or refused leaves nothing behind. Throws `not_accepted`,
 * and errors of `content`.
 */
export async function takeIn(
  services: AttachmentServices,
  actor: Actor,
  { entityId, name: sent, content, ...limits }: ArrivingFile,
): Promise<Outcome<string>> {
  const { db, now, scanFile } = services;
  const name = fileNameOf(sent);
  const id = await beginAttachment(db, { entityId, name }, actor, now());
  if (id === undefined) throw refusal(texts.tooMany);
  let isAdded = false;
  try {
    const facts = await storePieces(db, id, content, limits);
    if (facts.bytes === 0) throw refusal(texts.empty);
    const harm = await scanFile?.({ name, content: readPieces(db, id) });
    if (harm !== undefined) throw refusal(texts.harmful(name, harm));
    const outcome = await addAttachment(services, actor, { id, entityId, name, ...facts });
    isAdded = outcome.ok;
    return outcome;
  } finally {
    if (!isAdded) await removeAttachment(db, id);
  }
}

/**
 * Stores the content of a file piece by piece, and returns the facts found in it. Throws
 * `not_accepted` for more than `most` bytes, and errors of `content`.
 */
export async function storePieces(
  db: Db,
  id: string,
  content: AsyncIterable<Uint8Array>,
  {
    most = Number.POSITIVE_INFINITY,
    inTurn = (_bytes, store) => store(),
  }: Partial<Pick<ArrivingFile, 'most' | 'inTurn'>> = {},
): Promise<Pick<Attachment, 'mediaType' | 'bytes' | 'sha256'>> {
  const hash = createHash('sha256');
  let [bytes, number, mediaType] = [0, 0, ''];
  for await (const piece of piecesOf(content)) {
    bytes += piece.length;
    if (bytes > most) throw refusal(texts.tooLarge(kilobytes(most)));
    if (number === 0) mediaType = await mediaTypeOf(piece);
    hash.update(piece);
    const place = number;
    await inTurn(piece.length, () => writePiece(db, id, place, piece));
    number += 1;
  }
  return { mediaType, bytes, sha256: hash.digest('hex') };
}

/** The same bytes in pieces of the stored size. */
async function* piecesOf(content: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  const piece = Buffer.alloc(pieceBytes);
  let filled = 0;
  for await (const chunk of content) {
    for (let at = 0; at < chunk.length; ) {
      const part = chunk.subarray(at, at + pieceBytes - filled);
      piece.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled === pieceBytes) {
        yield piece;
        filled = 0;
      }
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

const refusal = (message: string) => notAccepted('not_accepted', [{ field: 'file', message }]);
