import * as layout from '../../guard/record/layout.ts';

const { word } = layout;
/** The texts behind the request id: often the same as those of the event before. */
const repeated = layout.texts.length - 1;

/**
 * Reads the texts of one event after the other. Those that come again and again, from one client, are kept as they
 * were, so that whoever counts by them finds the same string.
 */
export class Texts {
  readonly #words: Int32Array;
  readonly #bytes: Buffer;
  readonly #strings: string[] = new Array(repeated).fill('');
  readonly #lengths = new Int32Array(repeated);
  #known: Buffer = Buffer.alloc(512);
  #knownBytes = 0;
  #key = '';
  #byte = 0;

  constructor(words: Int32Array, bytes: Buffer) {
    this.#words = words;
    this.#bytes = bytes;
  }

  /** Begins with the texts that stand from that byte on. */
  open(byte: number): void {
    this.#byte = byte;
  }

  /** The next text, of the length that a word gives. */
  next(lengthWord: number): string {
    const from = this.#byte;
    const length = lengthWord & ~layout.UTF8;
    if (length === 0) return '';
    this.#byte = from + length;
    return this.#bytes.toString((lengthWord & layout.UTF8) === 0 ? 'latin1' : 'utf8', from, from + length);
  }

  /** The next text, where it is likely to be the same as the last that was read so. */
  again(lengthWord: number): string {
    const known = this.#key;
    if (lengthWord !== known.length || !this.#reads(known)) this.#key = this.next(lengthWord);
    else this.#byte += lengthWord;
    return this.#key;
  }

  /** Reads all texts behind the request id of the event at word `w`: `at` gives each by its place among them. */
  repeat(w: number): void {
    const lengths = w + word.lengths + 1;
    const from = this.#byte;
    let size = 0;
    let same = true;
    for (let i = 0; i < repeated; i++) {
      const length = this.#words[lengths + i]!;
      if (length !== this.#lengths[i]) {
        same = false;
        this.#lengths[i] = length;
      }
      if (length > 0) size += length & ~layout.UTF8;
    }
    if (same && this.#holds(from, size)) {
      this.#byte = from + size;
      return;
    }
    for (let i = 0; i < repeated; i++) this.#strings[i] = this.next(Math.max(0, this.#lengths[i]!));
    this.#keep(from, size);
  }

  /** The text at that place of `texts`, of the event whose texts were read last. */
  at(place: number): string {
    return this.#strings[place - 1]!;
  }

  /** Whether the bytes that come next are those of a text of one byte a character. */
  #reads(text: string): boolean {
    const from = this.#byte;
    for (let i = 0; i < text.length; i++) if (this.#bytes[from + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  #holds(from: number, size: number): boolean {
    if (size !== this.#knownBytes) return false;
    const known = this.#known;
    for (let i = 0; i < size; i++) if (this.#bytes[from + i] !== known[i]) return false;
    return true;
  }

  #keep(from: number, size: number): void {
    // What is longer is rare, and read anew each time.
    this.#knownBytes = size <= this.#known.length ? size : -1;
    if (this.#knownBytes > 0) this.#bytes.copy(this.#known, 0, from, from + size);
  }
}
