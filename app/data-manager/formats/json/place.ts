/** A position in a document, as editors and programs report it. */
export interface JsonPlace {
  /** From 1. */
  readonly line: number;
  /** In characters, from 1. */
  readonly column: number;
  /** From 0. */
  readonly byte: number;
}

const lineFeed = 0x0a;

/** Tracks the position in a document as its bytes pass. Chunks are cut at character boundaries. */
export class PlaceCounter {
  private place: JsonPlace = { line: 1, column: 1, byte: 0 };

  /** Returns the position of `to` in bytes that follow the previous ones. */
  at(bytes: Buffer, to: number): JsonPlace {
    let { line } = this.place;
    let lineStart = 0;
    for (
      let end = bytes.indexOf(lineFeed);
      end !== -1 && end < to;
      end = bytes.indexOf(lineFeed, lineStart)
    ) {
      line += 1;
      lineStart = end + 1;
    }
    const characters = bytes.subarray(lineStart, to).toString('utf8').length;
    const column = line === this.place.line ? this.place.column + characters : 1 + characters;
    return { line, column, byte: this.place.byte + to };
  }

  /** Advances to `to`. */
  pass(bytes: Buffer, to: number): void {
    this.place = this.at(bytes, to);
  }
}
