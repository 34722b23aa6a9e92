/**
 * Buffers received bytes that were not parsed yet. Small pieces are appended in place, in a buffer
 * that doubles: concatenating for each piece would copy a large item as many times as it has
 * pieces.
 */
export class UnreadBytes {
  private held = Buffer.alloc(0);
  private used = 0;

  get length(): number {
    return this.used;
  }

  /** Returns all bytes with `piece` appended; valid until the next call of `keep`. */
  with(piece: Uint8Array): Buffer {
    if (this.used === 0) return Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const needed = this.used + piece.byteLength;
    if (needed > this.held.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.held.length));
      this.held.copy(larger, 0, 0, this.used);
      this.held = larger;
    }
    this.held.set(piece, this.used);
    return this.held.subarray(0, needed);
  }

  /**
   * Keeps the bytes of `with` from a position on. Copies them unless they are buffered already,
   * because a piece may be a slice of a reused buffer.
   */
  keep(bytes: Buffer, from: number): void {
    const isHeld =
      from === 0 && bytes.buffer === this.held.buffer && bytes.byteOffset === this.held.byteOffset;
    if (!isHeld) this.held = Buffer.from(bytes.subarray(from));
    this.used = bytes.length - from;
  }
}
