import type { Source } from '../../../base/wire.ts';

/** Bytes of a body held for a client that reads more slowly than the server sends. */
const MOST_HELD = 128 * 1024;

/** What a body that streams may ask of the connection it comes from. */
export interface Tap {
  pause(): void;
  resume(): void;
  /** Nobody will read on: the connection is of no more use. */
  discard(): void;
}

/** The body of a response while it arrives: holds little, and stops the server when the client does not follow. */
export class ResponseBody implements Source {
  readonly #tap: Tap;
  #held: Buffer[] = [];
  #bytes = 0;
  #paused = false;
  #ended = false;
  #fault: unknown = null;
  #wake: ((chunk: Buffer | null) => void) | null = null;
  #fail: ((fault: unknown) => void) | null = null;

  // What was taken of it up to a moment; whether that was little since the moment before.
  #taken = 0;
  #markedAt = performance.now();
  #markedTaken = 0;
  #slow = false;

  constructor(tap: Tap) {
    this.#tap = tap;
  }

  /**
   * True when the server waits for whoever reads this, who has taken fewer than `least` bytes within the last `windowMs` that were
   * looked at. To be asked more often than that.
   */
  lags(now: number, windowMs: number, least: number): boolean {
    if (now - this.#markedAt >= windowMs) {
      this.#slow = this.#taken - this.#markedTaken < least;
      this.#markedAt = now;
      this.#markedTaken = this.#taken;
    }
    return this.#slow && this.#paused;
  }

  /** True while the server has been stopped: its silence is ours. */
  get paused(): boolean {
    return this.#paused;
  }

  pull(): Buffer | null | Promise<Buffer | null> {
    const chunk = this.#held.shift();
    if (chunk !== undefined) {
      this.#bytes -= chunk.length;
      this.#taken += chunk.length;
      if (this.#paused && this.#held.length === 0) {
        this.#paused = false;
        this.#tap.resume();
      }
      return chunk;
    }
    if (this.#fault !== null) return Promise.reject(this.#fault);
    if (this.#ended) return null;
    return new Promise((resolve, reject) => {
      this.#wake = resolve;
      this.#fail = reject;
    });
  }

  drop(): void {
    this.#held = [];
    if (this.#ended || this.#fault !== null) return;
    this.#ended = true;
    this.#tap.discard();
    this.#settle(null);
  }

  /** More of it; the buffer is the body's own from here on. */
  push(chunk: Buffer): void {
    if (this.#wake !== null) {
      this.#taken += chunk.length;
      this.#settle(chunk);
      return;
    }
    this.#held.push(chunk);
    this.#bytes += chunk.length;
    if (!this.#paused && this.#bytes >= MOST_HELD) {
      this.#paused = true;
      this.#tap.pause();
    }
  }

  /** All of it is here; the connection goes its own way. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#paused) {
      this.#paused = false;
      this.#tap.resume();
    }
    this.#settle(null);
  }

  fail(fault: unknown): void {
    if (this.#ended || this.#fault !== null) return;
    this.#fault = fault;
    const fail = this.#fail;
    this.#wake = null;
    this.#fail = null;
    fail?.(fault);
  }

  #settle(chunk: Buffer | null): void {
    const wake = this.#wake;
    this.#wake = null;
    this.#fail = null;
    wake?.(chunk);
  }
}
