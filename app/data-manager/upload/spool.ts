import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../errors.ts';
import { texts } from '../transfer-texts.ts';

/** A completely received file. It can be read repeatedly; disposing it frees its space. */
export interface SpooledFile extends AsyncIterable<Uint8Array>, AsyncDisposable {
  readonly bytes: number;
}

export interface SpoolOptions {
  /** Aborts the upload. */
  readonly signal?: AbortSignal;
  /** Called with the number of bytes received. */
  readonly onReceived?: (bytes: number) => void;
  /** @default the system's temporary folder, the only one that a pod may write to */
  readonly folder?: string;
}

/** Bytes per read. */
const portion = 64 * 1024;

/**
 * Writes an incoming file to disk, so that no transaction waits for a slow sender. The file is
 * unlinked once it is open, so it disappears with the process, however that ends. `source` enforces
 * size and time limits.
 * @throws errors of `source`, the signal's reason, or `spool_failed` (503) if the disk is full or
 * not writable
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
