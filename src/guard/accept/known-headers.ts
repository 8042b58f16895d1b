import { LF } from '../../base/http1/characters.ts';
import { parseLine, type RequestHead } from './head.ts';
import type { AcceptLimits } from './limits.ts';

/** Longer header blocks are not kept: what a connection may hold while it is idle is bounded. */
const longest = 4_096;
/** Nothing shorter names a host. */
const shortest = 12;

/**
 * The header block of the last request on a connection, byte by byte, and what it said. Callers send the same one with
 * every request of a connection; it need not be read twice. Gone with the connection, and of use to no other.
 */
export class KnownHeaders {
  readonly #block: Buffer;
  /** The last request that had them, and its request line, once it has been read by itself. */
  #head: RequestHead;
  #line = '';

  private constructor(block: Buffer, head: RequestHead) {
    this.#block = block;
    this.#head = head;
  }

  /** Of a whole head without flaw, the first `bytes` of `buffer`; null when it is not worth keeping. */
  static of(buffer: Buffer, bytes: number, head: RequestHead): KnownHeaders | null {
    const from = buffer.indexOf(LF) + 1;
    const length = bytes - from;
    // With a target in absolute form the headers are not those of the block.
    if (head.code !== '' || head.absolute || length > longest || length < shortest) return null;
    // What was received with it is not kept for its sake.
    const own = buffer.buffer.byteLength <= 2 * bytes ? buffer : Buffer.allocUnsafeSlow(bytes);
    if (own !== buffer) buffer.copy(own, from, from, bytes);
    return new KnownHeaders(own.subarray(from, bytes), head);
  }

  /** Where the request line of a request ends that has the same headers: the index behind its LF; 0 when it has others. */
  follow(buffer: Buffer): number {
    const from = buffer.indexOf(LF) + 1;
    const block = this.#block;
    const to = from + block.length;
    return from > 0 && to <= buffer.length && block.compare(buffer, from, to) === 0 ? from : 0;
  }

  /** The head of a request with this request line and these headers; null when it has to be read as a whole. */
  again(line: string, limits: AcceptLimits): RequestHead | null {
    if (line === this.#line) return this.#head;
    const head = parseLine(line, this.#head, limits);
    if (head !== null && head.code === '') {
      this.#head = head;
      this.#line = line;
    }
    return head;
  }

  get bytes(): number {
    return this.#block.length;
  }
}
