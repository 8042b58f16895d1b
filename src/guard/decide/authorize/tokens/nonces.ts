import { createHmac, randomFillSync, timingSafeEqual } from 'node:crypto';
import type { Given } from '../../given.ts';

/** How long a nonce is handed out; it is good for as long again. */
const slotMs = 120_000;
const secretWords = 8;

/**
 * Nonces for proofs of possession (RFC 9449 section 8). Each says when it was made, under a secret that all workers
 * share, so that none has to be remembered.
 */
export class Nonces {
  readonly #secret: Buffer;

  constructor(cells: Given['cells']) {
    const words = new Int32Array(cells('tokens/nonces', secretWords * 4));
    // Whoever comes first lays each word; all end with the same.
    const own = randomFillSync(new Int32Array(secretWords));
    for (let i = 0; i < secretWords; i++) Atomics.compareExchange(words, i, 0, own[i]! | 1);
    this.#secret = Buffer.from(Int32Array.from(words).buffer);
  }

  /** The one to hand out now. */
  at(nowMs: number): string {
    return this.#nonce(Math.floor(nowMs / slotMs));
  }

  holds(nonce: unknown, nowMs: number): boolean {
    if (typeof nonce !== 'string') return false;
    const slot = Math.floor(nowMs / slotMs);
    return this.#same(nonce, slot) || this.#same(nonce, slot - 1);
  }

  #same(nonce: string, slot: number): boolean {
    const expected = this.#nonce(slot);
    return (
      nonce.length === expected.length && timingSafeEqual(Buffer.from(nonce, 'latin1'), Buffer.from(expected))
    );
  }

  #nonce(slot: number): string {
    return createHmac('sha256', this.#secret).update(`nonce ${slot}`).digest('base64url').slice(0, 32);
  }
}
