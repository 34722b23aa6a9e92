import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/** Timeouts of a reader, in milliseconds. */
export interface ReaderPatience {
  /** For one piece. @default 60,000 */
  readonly pieceMs?: number;
  /** For all pieces. @default 1,800,000 */
  readonly inAllMs?: number;
}

/**
 * Streams an answer as it is produced. Its source may hold a database connection, so a slow reader
 * is disconnected. The source is always closed, even if nothing was read.
 */
export async function sendPieces(
  response: Response,
  pieces: AsyncIterable<string | Uint8Array>,
  { pieceMs = 60_000, inAllMs = 1_800_000 }: ReaderPatience = {},
): Promise<void> {
  const source = pieces[Symbol.asyncIterator]();
  const late = new AbortController();
  const deadline = setTimeout(() => late.abort(), inAllMs);
  async function* timed(): AsyncGenerator<string | Uint8Array> {
    for (let next = await source.next(); next.done !== true; next = await source.next()) {
      const timer = setTimeout(() => late.abort(), pieceMs);
      try {
        yield next.value;
      } finally {
        clearTimeout(timer);
      }
    }
  }
  try {
    await pipeline(Readable.from(timed()), response, { signal: late.signal });
  } catch (error) {
    // A reader that left or was disconnected is not an error.
    if (!(late.signal.aborted || isClosedEarly(error))) throw error;
  } finally {
    clearTimeout(deadline);
    await source.return?.();
  }
}

const isClosedEarly = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
