/**
 * Bytes that have arrived and aren't read yet. What comes in many small pieces is put together in
 * place, with room that doubles: joining anew for each piece would copy an item of a megabyte as
 * often as there are pieces of it.
 */
export class UnreadBytes {
  private held = Buffer.alloc(0);
  private used = 0;

  get length(): number {
    return this.used;
  }

  /** All of them with `piece` at their end; valid until the next call of `keep`. */
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
   * Keeps what `with` gave, from a place on. A copy, unless it is held already: a piece may be part
   * of a buffer that its owner fills again.
   */
  keep(bytes: Buffer, from: number): void {
    const isHeld =
      from === 0 && bytes.buffer === this.held.buffer && bytes.byteOffset === this.held.byteOffset;
    if (!isHeld) this.held = Buffer.from(bytes.subarray(from));
    this.used = bytes.length - from;
  }
}
