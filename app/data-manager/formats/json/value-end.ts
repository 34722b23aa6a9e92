const code = (character: string): number => character.charCodeAt(0);
const [quote, backslash, comma] = [code('"'), code('\\'), code(',')];

export const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** What a bracket does to the depth. */
const depths = new Int8Array(256);
for (const opening of '{[') depths[code(opening)] = 1;
for (const closing of '}]') depths[code(closing)] = -1;

/**
 * Finds where a JSON value ends, as far as brackets and quotes tell; goes on where the bytes had
 * ended.
 */
export class ValueEnd {
  private scanned = 0;
  private depth = 0;
  private inText = false;
  private escaped = false;

  /** Whether a value was begun whose end wasn't there. */
  get isUnderWay(): boolean {
    return this.scanned > 0;
  }

  /** The end of the value that begins at `at`, or `undefined` when more bytes are needed. */
  find(bytes: Buffer, at: number): number | undefined {
    const end = this.follow(bytes, at + this.scanned);
    [this.scanned, this.depth, this.inText, this.escaped] =
      end === undefined
        ? [bytes.length - at, this.depth, this.inText, this.escaped]
        : [0, 0, false, false];
    return end;
  }

  private follow(bytes: Buffer, from: number): number | undefined {
    let i = from;
    while (i < bytes.length) {
      if (this.inText) {
        i = this.pastText(bytes, i);
        if (this.depth === 0 && !this.inText) return i;
        continue;
      }
      const byte = bytes[i] ?? 0;
      if (byte === quote) this.inText = true;
      else if (this.depth === 0 && endsScalar(byte)) return i;
      else if (depths[byte] !== 0) {
        this.depth += depths[byte] ?? 0;
        if (this.depth === 0) return i + 1;
      }
      i += 1;
    }
    return undefined;
  }

  /** Where the text ends in which `at` lies, or all that is there. */
  private pastText(bytes: Buffer, at: number): number {
    for (let i = at; i < bytes.length; i += 1) {
      if (this.escaped) this.escaped = false;
      else if (bytes[i] === backslash) this.escaped = true;
      else if (bytes[i] === quote) {
        this.inText = false;
        return i + 1;
      }
    }
    return bytes.length;
  }
}

/** What stands behind a number or a word. */
const endsScalar = (byte: number): boolean =>
  byte === comma || depths[byte] === -1 || isSpace(byte);
