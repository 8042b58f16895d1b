import type { RingWriter } from '../../base/ring.ts';
import { listsAt, texts, UTF8, word } from './layout.ts';

/** A record while it is put together, in memory of the worker's own; one, used again for each. */
export class RecordDraft {
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  readonly #bytes: Buffer;
  #end = 0;
  #text = 0;

  constructor(bytes: number) {
    const memory = new ArrayBuffer(bytes);
    this.words = new Int32Array(memory);
    this.doubles = new Float64Array(memory);
    this.#bytes = Buffer.from(memory);
  }

  /** Begins the texts behind that many 32-bit words. */
  begin(words: number): void {
    this.#end = words * 4;
    this.#text = word.lengths;
  }

  /** The event's next text. */
  text(text: string, max: number): void {
    this.words[this.#text++] = this.put(text, max);
  }

  /** In place of the next text: it is the same as another. */
  same(): void {
    this.words[this.#text++] = -1;
  }

  /** Puts the text's bytes at the end, cut to `max` characters, and gives its length word. */
  put(text: string, max: number): number {
    if (text.length > max) text = text.slice(0, max);
    const from = this.#end;
    const n = text.length;
    if (n > 48) {
      if (narrow(text)) {
        this.#end += this.#bytes.write(text, from, 'latin1');
        return this.#end - from;
      }
    } else {
      const bytes = this.#bytes;
      let i = 0;
      for (; i < n; i++) {
        const c = text.charCodeAt(i);
        if (c > 255) break;
        bytes[from + i] = c;
      }
      if (i === n) {
        this.#end += n;
        return n;
      }
    }
    const written = this.#bytes.write(text, from, 'utf8');
    this.#end += written;
    return written | UTF8;
  }

  /** The header block, behind all else. */
  block(text: string): number {
    return this.put(text, text.length);
  }

  /** Hands the record to the ring; false when it found no room. */
  commit(kind: number, ring: RingWriter): boolean {
    const size = (this.#end + 7) & ~7;
    this.words[0] = size;
    this.words[1] = kind;
    return ring.write(this.#bytes, size);
  }

  /** Writes a record that is one text and nothing else, without touching the event being put together. */
  name(kind: number, text: string, ring: RingWriter): boolean {
    const bytes = Buffer.from(text, 'utf8');
    const size = (12 + bytes.length + 7) & ~7;
    const record = Buffer.alloc(size);
    const words = new Int32Array(record.buffer, record.byteOffset, 3);
    words[0] = size;
    words[1] = kind;
    words[2] = bytes.length;
    bytes.copy(record, 12);
    return ring.write(record, size);
  }
}

if (listsAt !== word.lengths + texts.length) throw new Error('the lists stand behind the lengths');

/** True when every character fits one byte. */
function narrow(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 255) return false;
  return true;
}
