/**
 * Bytes that become a text, one character for each. A transformation that finds nothing to do gives its text
 * back and makes none of these.
 */
export class Bytes {
  #bytes: Buffer;
  #length = 0;

  /** `most`: how many there will be at the most; more are taken in, at the price of a copy. */
  constructor(most: number) {
    this.#bytes = Buffer.allocUnsafe(most);
  }

  put(byte: number): void {
    if (this.#length === this.#bytes.length) this.#grow();
    this.#bytes[this.#length++] = byte;
  }

  /** The last byte; -1 when there is none. */
  get last(): number {
    return this.#length === 0 ? -1 : this.#bytes[this.#length - 1]!;
  }

  /** Takes the last byte back. */
  drop(): void {
    this.#length--;
  }

  text(): string {
    return this.#bytes.toString('latin1', 0, this.#length);
  }

  #grow(): void {
    const more = Buffer.allocUnsafe(2 * this.#bytes.length + 64);
    this.#bytes.copy(more);
    this.#bytes = more;
  }
}
