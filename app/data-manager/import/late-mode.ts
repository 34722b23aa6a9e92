import { AppError } from '../../errors.ts';
import { malformed } from '../formats/json/splitter.ts';
import type { ImportMode } from '../transfer.ts';
import { texts } from '../transfer-texts.ts';

/**
 * The members of an object have no order, but of a large file nothing can be kept until its mode is
 * known.
 */
const mostKeptBytes = 2 ** 20;

/** The refusal of a file that chooses its mode behind its first item. */
export function chosenLate(mode: ImportMode): AppError {
  const { code, message, status, details } = malformed(
    texts.lateMode(mode, mostKeptBytes / 2 ** 20),
  );
  return new AppError(code, { message, status, details: { ...details, lateMode: mode } });
}

/** The mode that was chosen too late, if that is what an import ended with. */
export const modeChosenLate = (error: unknown): ImportMode | undefined =>
  error instanceof AppError ? (error.details['lateMode'] as ImportMode | undefined) : undefined;

/** A file on its way, which can be read from its beginning again as long as it is short. */
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

  /** Whoever reads it ends here, also in the middle. */
  async end(): Promise<void> {
    await this.source.return?.();
  }

  private keep(chunk: Uint8Array): void {
    this.keptBytes += chunk.byteLength;
    // Copies, since a chunk may be a slice of a buffer that its owner fills again.
    if (this.isWhole) this.kept.push(Uint8Array.from(chunk));
    else this.kept = [];
  }
}
