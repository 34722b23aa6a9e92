import { AppError } from '../../errors.ts';
import { malformed } from '../formats/json/splitter.ts';
import type { ImportMode } from '../transfer.ts';
import { texts } from '../transfer-texts.ts';

/**
 * Members of a JSON object have no order, but a large file cannot be buffered until its mode is
 * known.
 */
const mostKeptBytes = 2 ** 20;

/** The error for a file that sets its mode after its first item. */
export function chosenLate(mode: ImportMode): AppError {
  const { code, message, status, details } = malformed(
    texts.lateMode(mode, mostKeptBytes / 2 ** 20),
  );
  return new AppError(code, { message, status, details: { ...details, lateMode: mode } });
}

/** The mode that was set too late, if an import ended for that reason. */
export const modeChosenLate = (error: unknown): ImportMode | undefined =>
  error instanceof AppError ? (error.details['lateMode'] as ImportMode | undefined) : undefined;

/** An incoming file that can be read again from the start while it is short. */
export class Rereadable implements AsyncIterable<Uint8Array> {
  private readonly source: AsyncIterator<Uint8Array>;
  private kept: Uint8Array[] = [];
  private keptBytes = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  get isWhole(): boolean {
    return this.keptBytes <= mostKeptBytes;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    yield* this.kept;
    for (let next = await this.source.next(); next.done !== true; next = await this.source.next()) {
      this.keep(next.value);
      yield next.value;
    }
  }

  /** Ends all readers, including those in the middle of the file. */
  async end(): Promise<void> {
    await this.source.return?.();
  }

  private keep(chunk: Uint8Array): void {
    this.keptBytes += chunk.byteLength;
    // Copies the chunk, which may be a slice of a reused buffer.
    if (this.isWhole) this.kept.push(Uint8Array.from(chunk));
    else this.kept = [];
  }
}
