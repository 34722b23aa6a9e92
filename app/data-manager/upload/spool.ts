import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import { texts } from '../transfer-texts.ts';

/**
 * A file that has arrived completely. It can be read as often as needed; disposing it frees its
 * space.
 */
export interface SpooledFile extends AsyncIterable<Uint8Array>, AsyncDisposable {
  readonly bytes: number;
}

export interface SpoolOptions {
  /** Ends the upload. */
  readonly signal?: AbortSignal;
  /** Hears how many bytes have arrived. */
  readonly onReceived?: (bytes: number) => void;
  /** @default the system's folder for temporary files, the only one that a pod may write to */
  readonly folder?: string;
}

/** Bytes that are read back at a time. */
const portion = 64 * 1024;

/**
 * Writes a file to disk while it arrives, so that nothing in the database waits for whoever sends
 * it: a transaction that began with the first byte would be as slow as its sender wants. The file
 * has no name any more once it is open, so it goes with the process, however that ends. How large
 * it may be and how long it may take is up to `source`.
 * @throws what `source` throws, the signal's reason, or `spool_failed` (503) when the disk is full
 * or can't be written to
 */
export async function spool(
  source: AsyncIterable<Uint8Array>,
  options: SpoolOptions = {},
): Promise<SpooledFile> {
  const { signal, onReceived, folder = tmpdir() } = options;
  const file = await openNameless(folder);
  let bytes = 0;
  try {
    for await (const chunk of source) {
      signal?.throwIfAborted();
      await file.appendFile(chunk).catch(failed);
      bytes += chunk.byteLength;
      onReceived?.(bytes);
    }
  } catch (error) {
    await file.close();
    throw error;
  }
  return {
    bytes,
    [Symbol.asyncIterator]: () => portionsOf(file),
    [Symbol.asyncDispose]: () => file.close(),
  };
}

async function openNameless(folder: string): Promise<FileHandle> {
  const path = join(folder, `ahlt-import-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600).catch(failed);
  await unlink(path);
  return file;
}

async function* portionsOf(file: FileHandle): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await file.read(
      Buffer.allocUnsafe(portion),
      0,
      portion,
      position,
    );
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

function failed(cause: unknown): never {
  throw new AppError('spool_failed', { message: texts.spoolFailed, status: 503, cause });
}
