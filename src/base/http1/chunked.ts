import { COLON, CR, HEX, LF, TOKEN, VALUE } from './characters.ts';
import type { Flaw } from './headers.ts';

const SEMICOLON = 0x3b;
/** Bytes of chunk extensions allowed in a whole message, and of trailers: both are read and thrown away. */
const MOST_EXTENSIONS = 16_384;
const MOST_TRAILERS = 10_240;

// What the next byte belongs to.
const SIZE = 0;
const EXTENSION = 1;
const SIZE_LF = 2;
const PAYLOAD = 3;
const PAYLOAD_CR = 4;
const PAYLOAD_LF = 5;
const TRAILER = 6;
const TRAILER_NAME = 7;
const TRAILER_VALUE = 8;
const TRAILER_LF = 9;
const LAST_LF = 10;
const DONE = 11;

/**
 * Takes a chunked body apart (RFC 9112 7.1), strictly: sizes are bare hexadecimal digits, every line ends in
 * CRLF, extensions and trailers are bounded and dropped. Fed with whatever pieces arrive.
 */
export class ChunkedDecoder {
  /** What is wrong; '' while nothing is. */
  flaw: Flaw = '';
  /** Bytes of payload so far. */
  total = 0;
  /** Of the buffer pushed last: the index behind the last byte that belongs to the body. */
  used = 0;
  #state = SIZE;
  #size = 0;
  #digits = 0;
  #extensions = 0;
  #trailers = 0;

  /** True once the last chunk and the trailers have been read; what follows is another message. */
  get done(): boolean {
    return this.#state === DONE;
  }

  /**
   * Reads on from `from`; gives the payload found, or null when there is none. The payload shares the
   * buffer's memory when it is of one piece, and is a copy when it is of several.
   */
  push(buffer: Buffer, from = 0): Buffer | null {
    const end = buffer.length;
    let at = from;
    let first: Buffer | null = null;
    let merged: Buffer | null = null;
    let filled = 0;
    while (at < end && this.#state !== DONE && this.flaw === '') {
      if (this.#state !== PAYLOAD) {
        this.#read(buffer[at++]!);
        continue;
      }
      const stop = Math.min(end, at + this.#size);
      if (first === null && at === 0 && stop === end) first = buffer;
      else if (first === null) first = buffer.subarray(at, stop);
      else {
        // Many small chunks become one buffer: a caller must not cost more memory than it sends.
        if (merged === null) {
          merged = Buffer.allocUnsafe(first.length + end - at);
          filled = first.copy(merged);
        }
        filled += buffer.copy(merged, filled, at, stop);
      }
      this.#size -= stop - at;
      this.total += stop - at;
      at = stop;
      if (this.#size === 0) this.#state = PAYLOAD_CR;
    }
    this.used = at;
    return merged === null ? first : merged.subarray(0, filled);
  }

  #read(c: number): void {
    switch (this.#state) {
      case SIZE:
        this.#readSize(c);
        return;
      case EXTENSION:
        if (c === CR) this.#state = SIZE_LF;
        else if (VALUE[c] !== 1) this.flaw = 'a chunk extension has a forbidden character';
        else if (++this.#extensions > MOST_EXTENSIONS) this.flaw = 'the chunk extensions are too long';
        return;
      case SIZE_LF:
        if (c !== LF) this.flaw = 'a chunk size does not end in CRLF';
        else this.#state = this.#size === 0 ? TRAILER : PAYLOAD;
        this.#digits = 0;
        return;
      case PAYLOAD_CR:
        if (c !== CR) this.flaw = 'a chunk is longer than its size';
        else this.#state = PAYLOAD_LF;
        return;
      case PAYLOAD_LF:
        if (c !== LF) this.flaw = 'a chunk does not end in CRLF';
        else this.#state = SIZE;
        return;
      default:
        this.#readTrailer(c);
    }
  }

  #readSize(c: number): void {
    const digit = HEX[c]!;
    if (digit !== 255) {
      this.#size = this.#size * 16 + digit;
      if (++this.#digits > 16 || this.#size > Number.MAX_SAFE_INTEGER)
        this.flaw = 'a chunk size is too large';
    } else if (this.#digits === 0) this.flaw = 'a chunk has no size';
    else if (c === CR) this.#state = SIZE_LF;
    else if (c === SEMICOLON) this.#state = EXTENSION;
    else this.flaw = 'a chunk size is not hexadecimal';
  }

  #readTrailer(c: number): void {
    if (++this.#trailers > MOST_TRAILERS) {
      this.flaw = 'the trailers are too long';
      return;
    }
    switch (this.#state) {
      case TRAILER:
        if (c === CR) this.#state = LAST_LF;
        else if (TOKEN[c] === 1) this.#state = TRAILER_NAME;
        else this.flaw = 'the name of a trailer is not a token';
        return;
      case TRAILER_NAME:
        if (c === COLON) this.#state = TRAILER_VALUE;
        else if (TOKEN[c] !== 1) this.flaw = 'the name of a trailer is not a token';
        return;
      case TRAILER_VALUE:
        if (c === CR) this.#state = TRAILER_LF;
        else if (VALUE[c] !== 1) this.flaw = 'a trailer has a forbidden character';
        return;
      default:
        if (c !== LF) this.flaw = 'a trailer does not end in CRLF';
        else this.#state = this.#state === LAST_LF ? DONE : TRAILER;
    }
  }
}

/** The line in front of a chunk of that many bytes; CRLF must follow the chunk. */
export const chunkLine = (bytes: number): string => `${bytes.toString(16)}\r\n`;
/** What ends a chunked body without trailers. */
export const LAST_CHUNK = '0\r\n\r\n';
