import type { Duplex } from 'node:stream';
import { type Departing, departs } from '../../base/departures.ts';

/** Bytes of a large answer that are handed over at a time. */
export const PIECE_BYTES = 65_536;

/** The sending side of a connection: knows when the socket has enough, and since when. */
export class Outlet implements Departing {
  /** Since when the socket takes no more, by the coarse clock; -1 when it does. */
  fullSince = -1;
  readonly #socket: Duplex;
  readonly #time: { readonly now: number };
  #onDrained: (() => void) | null = null;
  #tail: Buffer | null = null;
  #onTailSent: (() => void) | null = null;
  #closed = false;
  /** Whether what was written leaves at the end of the turn. */
  #held = false;

  constructor(socket: Duplex, time: { readonly now: number }) {
    this.#socket = socket;
    this.#time = time;
  }

  get full(): boolean {
    return this.fullSince >= 0;
  }

  /** Hands text (as latin1) or bytes to the socket, to be sent when the turn ends; false when it has enough for now. */
  write(data: string | Buffer): boolean {
    if (this.#closed) return true;
    if (!this.#held) {
      this.#held = true;
      this.#socket.cork();
      departs(this);
    }
    const ready = this.#socket.write(data, 'latin1');
    if (!ready && this.fullSince < 0) this.fullSince = this.#time.now;
    return ready;
  }

  depart(): void {
    this.#held = false;
    this.#socket.uncork();
  }

  /** Kept when the socket takes more, or is gone. */
  drained(): Promise<void> {
    if (!this.full || this.#closed) return Promise.resolve();
    return new Promise((resolve) => {
      this.#onDrained = resolve;
    });
  }

  /** Sends a large answer piece by piece, as the socket takes them; then calls `sent`. */
  sendRest(bytes: Buffer, sent: () => void): void {
    this.#tail = bytes;
    this.#onTailSent = sent;
    if (!this.full) this.drain();
  }

  /** To be called when the socket takes more. */
  drain(): void {
    this.fullSince = -1;
    const onDrained = this.#onDrained;
    this.#onDrained = null;
    onDrained?.();
    while (this.#tail !== null && !this.full) {
      const piece = this.#tail.subarray(0, PIECE_BYTES);
      this.#tail = piece.length < this.#tail.length ? this.#tail.subarray(PIECE_BYTES) : null;
      this.write(piece);
      if (this.#tail === null) this.#onTailSent?.();
    }
  }

  /** To be called when the socket is gone: whoever waits goes on, and finds it out. */
  close(): void {
    this.#closed = true;
    this.#tail = null;
    this.#onTailSent = null;
    this.#onDrained?.();
    this.#onDrained = null;
  }
}
