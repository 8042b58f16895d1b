import { CR, LF } from '../../base/http1/characters.ts';
import { findHeadEnd } from '../../base/http1/http1.ts';
import { parseHead, provesFlaw, type RequestHead, readStart } from './head.ts';
import { KnownHeaders } from './known-headers.ts';
import { type AcceptLimits, LINE_MARGIN } from './limits.ts';

/** Reads the heads of the requests of one connection, one after the other, from what has been received so far. */
export class HeadReader {
  /** Of the head that was read last. */
  bytes = 0;
  readonly #limits: AcceptLimits;
  /** How much of what was received is known to hold no end of a head. */
  #searched = 0;
  #skipped = false;
  #known: KnownHeaders | null = null;

  constructor(limits: AcceptLimits) {
    this.#limits = limits;
  }

  /** Whether a part of the next head has been received. */
  get begun(): boolean {
    return this.#searched > 0;
  }

  /** RFC 9112 2.2: one empty line in front of a request is forgiven, for old clients that send one too many. */
  skips(buffer: Buffer): boolean {
    if (this.#skipped || buffer[0] !== CR || buffer[1] !== LF) return false;
    this.#skipped = true;
    this.#searched = 0;
    return true;
  }

  /** The head that `buffer` begins with, flawed or not; null when more is needed. */
  read(buffer: Buffer): RequestHead | null {
    // It may become an empty line.
    const more = buffer.length === 1 && buffer[0] === CR && !this.#skipped;
    const head = more ? null : (this.#readAgain(buffer) ?? this.#readWhole(buffer));
    this.#searched = head === null ? buffer.length : 0;
    if (head !== null) this.#skipped = false;
    return head;
  }

  /** The head that has begun and took too long, as far as it has come. */
  giveUp(rest: Buffer | null): RequestHead {
    const limits = this.#limits;
    const head = readStart(rest?.toString('latin1', 0, limits.targetBytes + LINE_MARGIN) ?? '', limits);
    head.code = 'client.too-slow';
    head.flaw = 'the head took too long';
    head.keepAlive = false;
    return head;
  }

  /** Lets go of the headers it knows: who says nothing for a while need not be kept ready for. */
  forget(): void {
    this.#known = null;
  }

  #readWhole(buffer: Buffer): RequestHead | null {
    const limits = this.#limits;
    const end = findHeadEnd(buffer, 0, this.#searched);
    this.bytes = end < 0 ? provesFlaw(buffer, this.#searched, limits) : end;
    if (this.bytes === 0) return null;
    const head = parseHead(buffer.toString('latin1', 0, this.bytes), end >= 0, limits);
    this.#known = end < 0 ? null : KnownHeaders.of(buffer, end, head);
    return head;
  }

  /** Reads a request whose headers are, byte by byte, those of the one before; null when it has others. */
  #readAgain(buffer: Buffer): RequestHead | null {
    const known = this.#known;
    if (known === null) return null;
    const from = known.follow(buffer);
    if (from === 0) return null;
    this.bytes = from + known.bytes;
    return known.again(buffer.toString('latin1', 0, from), this.#limits);
  }
}
