import type { Request } from 'express';
import { type Fields, fieldsOf, isTooLarge, requireType, tooLarge, type Upload } from './body.ts';
import { skipRest } from './long-body.ts';
import { type FormFile, multipartParts } from './multipart.ts';

/** The content of a form. */
export interface FileForm {
  readonly fields: Fields;
  readonly files: ReadonlyMap<string, Upload>;
}

/**
 * Bytes beyond the limit that are read and dropped, so that the form can report a file that is too
 * large.
 */
const mostSkipped = 64 * 1024 * 1024;

/** Timeout of the whole form in milliseconds, as of every ordinary request. */
const deadlineMs = 60_000;

/**
 * Reads the fields and files of a multipart form. Truncates a file of more than `limit` bytes, so
 * that the form can be shown again with the reason. Throws `media_type`, `malformed_body`,
 * `too_slow`, and `too_large` if anything but a file exceeds the limit.
 */
export async function readFileForm(request: Request, limit: number): Promise<FileForm> {
  requireType(request, 'multipart/form-data');
  const texts: [string, string][] = [];
  const files = new Map<string, Upload>();
  let size = 0;
  try {
    for await (const part of multipartParts(request, {
      limit: limit + mostSkipped,
      inAllMs: deadlineMs,
    })) {
      if (part.kind === 'file') {
        const file = await readFile(part.file, limit);
        // A browser sends a nameless empty file for an empty file field.
        if (file.isCut || file.bytes.length > 0) files.set(part.name, file);
        continue;
      }
      size += part.value.length;
      if (size > limit) throw tooLarge(limit);
      texts.push([part.name, part.value]);
    }
  } catch (error) {
    // Our forms have their fields before the file, so the page gets all of them.
    if (!isTooLarge(error) || ![...files.values()].some(({ isCut }) => isCut)) throw error;
    await skipRest(request);
  }
  return { fields: fieldsOf(texts), files };
}

/** Reads a file up to its limit; the parser skips the rest. */
async function readFile({ name, content }: FormFile, limit: number): Promise<Upload> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of content) {
    size += piece.length;
    if (size > limit) return { name, bytes: new Uint8Array(0), isCut: true };
    pieces.push(piece);
  }
  return { name, bytes: new Uint8Array(Buffer.concat(pieces)), isCut: false };
}
