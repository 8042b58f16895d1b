import { Fault } from '../../base/fault.ts';
import { CHUNKED, ChunkedDecoder } from '../../base/http1/http1.ts';
import type { AcceptLimits } from './limits.ts';

/** What a piece costs beside its bytes: a body sent byte by byte is held no longer than another of the same memory. */
const PIECE_COST = 256;

/** Takes a body apart whose length nobody has said. */
export interface BodyDecoder {
  readonly done: boolean;
  readonly total: number;
  readonly flaw: string;
  /** How much of the last buffer belonged to the body. */
  readonly used: number;
  push(buffer: Buffer): Buffer | null;
}

/** A body that is its bytes, up to an end that is told otherwise. */
export class PlainBody implements BodyDecoder {
  readonly done = false;
  readonly flaw = '';
  total = 0;
  used = 0;

  push(buffer: Buffer): Buffer {
    this.total += buffer.length;
    this.used = buffer.length;
    return buffer;
  }
}

/** The body of one request, between the socket that brings it and whoever pulls it. */
export class RequestBody {
  /** Bytes of it that have arrived, and what those cost that wait to be pulled. */
  received = 0;
  held = 0;
  /** Bytes of it that somebody keeps whose wish was to have it whole. */
  kept = 0;
  /** Whether all of it has arrived. */
  done = false;
  /** What broke it off. */
  fault: Fault | null = null;
  /** Bytes still to come; `CHUNKED` when nobody knows. */
  remaining: number;
  readonly #decoder: BodyDecoder | null;
  readonly #limits: AcceptLimits;
  #queue: Buffer[] = [];
  #dropped = false;
  /** Since when it has been waited for without a pause, and what had arrived by then; -1: it is not. */
  #waitedFrom = -1;
  #receivedBefore = 0;
  #resolve: ((chunk: Buffer | null) => void) | null = null;
  #reject: ((fault: Fault) => void) | null = null;

  /** `length` is what the head declared: bytes (not 0) or `CHUNKED`; `decoder` takes a body of unknown length apart. */
  constructor(length: number, limits: AcceptLimits, decoder: BodyDecoder = new ChunkedDecoder()) {
    this.remaining = length;
    this.#decoder = length === CHUNKED ? decoder : null;
    this.#limits = limits;
  }

  /** Whether somebody waits for bytes that have not arrived. */
  get awaited(): boolean {
    return this.#resolve !== null;
  }

  /** Whether it only trickles in, while it is waited for all the time. Asked at every sweep, `now` in milliseconds. */
  trickles(now: number): boolean {
    const { bodyTimeoutMs, bodyTrickleBytes } = this.#limits;
    if (!this.awaited) this.#waitedFrom = -1;
    else if (this.#waitedFrom < 0 || this.received - this.#receivedBefore >= bodyTrickleBytes) {
      this.#waitedFrom = now;
      this.#receivedBefore = this.received;
    } else return now - this.#waitedFrom > bodyTimeoutMs;
    return false;
  }

  /** Takes what belongs to the body from a buffer; gives the index behind it. */
  take(buffer: Buffer): number {
    if (this.#decoder !== null) return this.#decode(buffer, this.#decoder);
    const used = Math.min(this.remaining, buffer.length);
    this.remaining -= used;
    this.done = this.remaining === 0;
    this.#arrived(used === buffer.length ? buffer : buffer.subarray(0, used));
    return used;
  }

  /** Says that nothing more will come. */
  end(): void {
    if (this.done || this.fault !== null) return;
    if (this.#decoder === null) {
      this.fail(new Fault('client.aborted', 'client', 'the body broke off'));
      return;
    }
    this.done = true;
    if (this.#resolve !== null) this.#settle(null);
  }

  #decode(buffer: Buffer, decoder: BodyDecoder): number {
    const payload = decoder.push(buffer);
    this.done = decoder.done;
    if (decoder.total > this.#limits.bodyBytes) {
      this.fail(new Fault('client.too-large', 'client', 'the body is too long'));
    } else if (decoder.flaw !== '') this.fail(new Fault('client.malformed', 'client', decoder.flaw));
    else if (payload !== null) this.#arrived(payload);
    else if (this.done) this.#settle(null);
    return decoder.used;
  }

  #arrived(payload: Buffer): void {
    this.received += payload.length;
    if (this.#resolve !== null) this.#settle(payload);
    else if (!this.#dropped) {
      this.#queue.push(alone(payload));
      this.held += payload.length + PIECE_COST;
    }
  }

  #settle(payload: Buffer | null): void {
    const resolve = this.#resolve;
    this.#resolve = null;
    this.#reject = null;
    resolve?.(payload);
  }

  /** The next bytes, null behind the last; a promise when they have not arrived. */
  pull(): Buffer | null | Promise<Buffer | null> {
    if (this.fault !== null) return Promise.reject(this.fault);
    const next = this.#queue.shift();
    if (next !== undefined) {
      this.held -= next.length + PIECE_COST;
      return next;
    }
    if (this.done || this.#dropped) return null;
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Throws away what waits and what still comes. */
  drop(): void {
    this.#dropped = true;
    this.#queue = [];
    this.held = 0;
    this.#settle(null);
  }

  /** Breaks it off: whoever waits, and whoever pulls from now on, meets the fault. */
  fail(fault: Fault): void {
    if (this.fault !== null) return;
    this.fault = fault;
    this.#queue = [];
    this.held = 0;
    const reject = this.#reject;
    this.#resolve = null;
    this.#reject = null;
    reject?.(fault);
  }
}

/** A piece that waits keeps no more than its own bytes: it may be a view of all that was read with it. */
const alone = (payload: Buffer): Buffer =>
  payload.buffer.byteLength > Math.max(2 * payload.length, Buffer.poolSize) ? Buffer.from(payload) : payload;
