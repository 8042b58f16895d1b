/** Replacements up to which pieces are joined; past it a buffer costs less. */
const few = 48;

/** A text in which ranges, given in order, become characters. Never longer than the text. */
export class Rewriting {
  readonly #text: string;
  /** What was rewritten, in pieces and then in a buffer: one byte a unit, two once one needs them. */
  #pieces = '';
  #units: Uint8Array | Uint16Array | null = null;
  #length = 0;
  #count = 0;
  /** Up to here the text is rewritten. */
  #from = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Puts a code (to U+10FFFF) where the text from `start` to `end` stood. */
  replace(start: number, end: number, code: number): void {
    this.remove(start, end);
    if (this.#units === null)
      this.#pieces += code > 0xffff ? String.fromCodePoint(code) : String.fromCharCode(code);
    else if (code > 0xffff) {
      this.#put(0xd800 + ((code - 0x10000) >> 10));
      this.#put(0xdc00 + ((code - 0x10000) & 0x3ff));
    } else this.#put(code);
  }

  remove(start: number, end: number): void {
    if (this.#units === null) {
      if (this.#count++ === few) this.#units = new Uint8Array(this.#text.length - this.#from);
      else if (start > this.#from) this.#pieces += this.#text.slice(this.#from, start);
    }
    if (this.#units !== null) this.#copy(this.#units, start);
    this.#from = end;
  }

  /** What stands before `to` and is not rewritten. */
  #copy(units: Uint8Array | Uint16Array, to: number): void {
    const text = this.#text;
    let length = this.#length;
    for (let i = this.#from; i < to; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 255 && units instanceof Uint8Array) this.#units = units = new Uint16Array(units);
      units[length++] = unit;
    }
    this.#length = length;
  }

  /** The whole, with what is behind the last range. */
  text(): string {
    const rest = this.#text.slice(this.#from);
    if (this.#units === null) return this.#pieces + rest;
    const { buffer, byteOffset, BYTES_PER_ELEMENT } = this.#units;
    const bytes = Buffer.from(buffer, byteOffset, this.#length * BYTES_PER_ELEMENT);
    return this.#pieces + bytes.toString(BYTES_PER_ELEMENT === 1 ? 'latin1' : 'utf16le') + rest;
  }

  #put(unit: number): void {
    if (unit > 255 && this.#units instanceof Uint8Array) this.#units = new Uint16Array(this.#units);
    this.#units![this.#length++] = unit;
  }
}
