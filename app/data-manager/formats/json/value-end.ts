const code = (character: string): number => character.charCodeAt(0);
const [quote, backslash, comma] = [code('"'), code('\\'), code(',')];

export const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Change of depth per bracket. */
const depths = new Int8Array(256);
for (const opening of '{[') depths[code(opening)] = 1;
for (const closing of '}]') depths[code(closing)] = -1;

/** Finds the end of a JSON value by brackets and quotes; resumes where the bytes ended. */
export class ValueEnd {
  private scanned = 0;
  private depth = 0;
  private inText = false;
  private escaped = false;

  /** Whether a value was started but not completed. */
  get isUnderWay(): boolean {
    return this.scanned > 0;
  }

  /** Returns the end of the value that starts at `at`, or `undefined` if more bytes are needed. */
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

  /** Returns the end of the string that contains `at`, or the end of the bytes. */
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

/** Characters that end a number or a literal. */
const endsScalar = (byte: number): boolean =>
  byte === comma || depths[byte] === -1 || isSpace(byte);
