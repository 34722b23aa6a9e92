import type { Request } from 'express';
import { type Fields, fieldsOf, isTooLarge, requireType, tooLarge, type Upload } from './body.ts';
import { skipRest } from './long-body.ts';
import { type FormFile, multipartParts } from './multipart.ts';

/** What a form brought. */
export interface FileForm {
  readonly fields: Fields;
  readonly files: ReadonlyMap<string, Upload>;
}

/** Bytes beyond the limit that are read past, so that the form of a large file can say so. */
const mostSkipped = 64 * 1024 * 1024;

/** Milliseconds that the whole form may take, as for every ordinary request. */
const deadlineMs = 60_000;

/**
 * Fields and files of a multipart form. A file of more than `limit` bytes is cut, so that its form
 * can be shown again with the reason. Throws `media_type`, `malformed_body`, `too_slow`, and
 * `too_large` when something else than a file takes more.
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
        // A browser sends a nameless empty file for a field that was left empty.
        if (file.isCut || file.bytes.length > 0) files.set(part.name, file);
        continue;
      }
      size += part.value.length;
      if (size > limit) throw tooLarge(limit);
      texts.push([part.name, part.value]);
    }
  } catch (error) {
    // The fields of ours come before the file, so nothing is lost that the page needs.
    if (!isTooLarge(error) || ![...files.values()].some(({ isCut }) => isCut)) throw error;
    await skipRest(request);
  }
  return { fields: fieldsOf(texts), files };
}

/** Takes a file up to its limit; what is left of it is skipped by the parser. */
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
