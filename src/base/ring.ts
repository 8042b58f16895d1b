/**
 * A ring of records in shared memory: one writer, one reader, no lock.
 *
 * Head and tail count units of 8 bytes, modulo 2^32; what lies between them is written and not yet read. A
 * record becomes visible only when the head moves past all of it, so a writer that dies half-way leaves
 * nothing behind. A record never runs over the end of the ring: a filler takes what is left there.
 */

/** Bytes that a ring has unless told otherwise: some 14 000 events of 300 bytes. */
export const ringBytes = 4 * 1024 * 1024;

const headerBytes = 256;
// Words of the header, each on a cache line of its own.
const HEAD = 0;
const TAIL = 16;
const LOST = 32;
const WANTS = 48;
/** A record begins with two 32-bit words: its bytes (a multiple of 8), and its kind. */
const FILLER = 0;

/** Lays out a ring of at least 4096 bytes; other sizes than a power of two are rounded down to one. */
export function makeRing(bytes: number = ringBytes): SharedArrayBuffer {
  return new SharedArrayBuffer(headerBytes + 2 ** Math.floor(Math.log2(Math.max(4096, bytes))));
}

/** The writer's end. There is one at a time; another may take over when it is gone. */
export class RingWriter {
  readonly #control: Int32Array;
  readonly #words: Int32Array;
  readonly #bytes: Uint8Array;
  readonly #units: number;
  #head: number;

  constructor(ring: SharedArrayBuffer) {
    this.#control = new Int32Array(ring, 0, headerBytes / 4);
    this.#words = new Int32Array(ring, headerBytes);
    this.#bytes = new Uint8Array(ring, headerBytes);
    this.#units = this.#bytes.length >>> 3;
    this.#head = Atomics.load(this.#control, HEAD);
  }

  /** The number the reader last gave to `ask`. */
  get wants(): number {
    return Atomics.load(this.#control, WANTS);
  }

  /** Writes the first `size` (a multiple of 8) bytes of `record`; false, and nothing written, when they find no room. */
  write(record: Uint8Array, size: number): boolean {
    const need = size >>> 3;
    const at = this.#head & (this.#units - 1);
    const left = this.#units - at;
    const filler = need > left ? left : 0;
    const used = (this.#head - Atomics.load(this.#control, TAIL)) | 0;
    if (need + filler > this.#units - used) return false;
    if (filler > 0) {
      this.#words[at * 2] = filler * 8;
      this.#words[at * 2 + 1] = FILLER;
    }
    this.#bytes.set(record.subarray(0, size), filler > 0 ? 0 : at * 8);
    this.#head = (this.#head + need + filler) | 0;
    Atomics.store(this.#control, HEAD, this.#head);
    return true;
  }

  /** Counts a record that found no room. */
  lose(): void {
    Atomics.add(this.#control, LOST, 1);
  }
}

/** The reader's end: looks at one record after the other where they lie. */
export class RingTail {
  /** The records' memory. What `next` points at holds until `release`. */
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  readonly bytes: Buffer;
  readonly #control: Int32Array;
  readonly #units: number;
  #tail: number;

  constructor(ring: SharedArrayBuffer) {
    this.#control = new Int32Array(ring, 0, headerBytes / 4);
    this.words = new Int32Array(ring, headerBytes);
    this.doubles = new Float64Array(ring, headerBytes);
    this.bytes = Buffer.from(ring, headerBytes, ring.byteLength - headerBytes);
    this.#units = this.doubles.length;
    this.#tail = Atomics.load(this.#control, TAIL);
  }

  /** The byte at which the next record begins; -1 when there is none. Passes over it. */
  next(): number {
    for (;;) {
      const head = Atomics.load(this.#control, HEAD);
      if (this.#tail === head) return -1;
      const at = this.#tail & (this.#units - 1);
      const size = this.words[at * 2]! >>> 3;
      // No writer writes such a record; whoever scribbles over the memory must not hang the reader.
      if (size === 0 || size > ((head - this.#tail) | 0)) {
        this.#tail = head;
        return -1;
      }
      this.#tail = (this.#tail + size) | 0;
      if (this.words[at * 2 + 1] !== FILLER) return at * 8;
    }
  }

  /** Gives the room of all that was passed over back to the writer. */
  release(): void {
    Atomics.store(this.#control, TAIL, this.#tail);
  }

  /** Tells the writer, from its next record on, what is wanted of it. */
  ask(wants: number): void {
    Atomics.store(this.#control, WANTS, wants);
  }

  /** Records that found no room, since the ring was made. */
  get lost(): number {
    return Atomics.load(this.#control, LOST) >>> 0;
  }
}
