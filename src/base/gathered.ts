/** A piece of that many bytes stays as it came; smaller ones are copied together. */
const LARGE = 16_384;
const LEAST = 4_096;
const MOST = 65_536;
const EMPTY = Buffer.alloc(0);

/** Bytes that come in pieces and are wanted whole: kept in little more than their own memory, however small the pieces are. */
export class Gathered {
  length = 0;
  readonly #parts: Buffer[] = [];
  /** What small pieces are copied into, and how much of it is taken. */
  #open: Buffer = EMPTY;
  #taken = 0;

  add(piece: Buffer): void {
    // One that stays alone is never copied.
    if (piece.length === 0) return;
    if (this.length === 0) this.#parts.push(piece);
    else if (piece.length >= LARGE) {
      this.#close();
      this.#parts.push(piece);
    } else this.#copy(piece);
    this.length += piece.length;
  }

  /** All of it, in one piece; nothing is added from then on. */
  whole(): Buffer {
    this.#close();
    return this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts, this.length);
  }

  #copy(piece: Buffer): void {
    // A small piece may be a view of something large.
    if (this.#parts.length === 1 && this.length === this.#parts[0]!.length && this.length < LARGE)
      this.#parts[0] = Buffer.from(this.#parts[0]!);
    if (this.#taken + piece.length > this.#open.length) {
      this.#close();
      this.#open = Buffer.allocUnsafe(Math.max(piece.length, Math.min(MOST, Math.max(LEAST, this.length))));
    }
    piece.copy(this.#open, this.#taken);
    this.#taken += piece.length;
  }

  #close(): void {
    if (this.#taken > 0) this.#parts.push(this.#open.subarray(0, this.#taken));
    this.#open = EMPTY;
    this.#taken = 0;
  }
}
