/** Bytes of shared memory that one bucket takes. */
export const bucketBytes = 32;

const FULL = 0;
const INTERVAL = 1;
const DEPTH = 2;

/** How a bucket stands. */
export interface Level {
  /** Tokens left, with the fraction that has flowed back so far. */
  readonly tokens: number;
  /** When the next token can be taken, in nanoseconds since the epoch; `now` when one is there. */
  readonly nextAt: bigint;
}

/**
 * A token bucket in one shared 64-bit word.
 *
 * The word holds the moment at which the bucket will be full again. Taking a token moves that moment one
 * interval on; whoever would move it further than the burst is over the limit. One compare-and-swap, so a
 * worker that dies half-way leaves no lock behind. All is in whole nanoseconds: a rate up to 1 000 000 a
 * second is held to within 0.05 %, and exactly where a second divides by it.
 */
export class Bucket {
  readonly #words: BigInt64Array;
  readonly #interval: bigint;
  readonly #depth: bigint;

  /**
   * `rate` tokens a second flow in, up to `burst`. Either may be 0: such a bucket never gives a token. A
   * bucket that had another rate or burst before keeps the number of tokens it lacks. It lies `from` bytes
   * (a multiple of 8) into the cells.
   */
  constructor(cells: SharedArrayBuffer, rate: number, burst: number, now: bigint, from = 0) {
    this.#words = new BigInt64Array(cells, from, bucketBytes / 8);
    const open = rate > 0 && burst > 0;
    this.#interval = open ? BigInt(Math.max(1, Math.round(1e9 / rate))) : 1n;
    this.#depth = open ? this.#interval * BigInt(Math.floor(burst)) : 0n;
    this.#adopt(now);
  }

  /** Takes a token if there is one. `now` in nanoseconds since the epoch. */
  take(now: bigint): boolean {
    for (;;) {
      const full = Atomics.load(this.#words, FULL);
      const next = (full > now ? full : now) + this.#interval;
      if (next - now > this.#depth) return false;
      if (Atomics.compareExchange(this.#words, FULL, full, next) === full) return true;
    }
  }

  /** How it stands, taking nothing. */
  level(now: bigint): Level {
    const full = Atomics.load(this.#words, FULL);
    const lacking = full > now ? full - now : 0n;
    const late = lacking + this.#interval - this.#depth;
    return {
      tokens: Math.max(0, Number(this.#depth - lacking) / Number(this.#interval)),
      nextAt: late > 0n ? now + late : now,
    };
  }

  /** After a reload with other settings: as many tokens are lacking as before, at the new interval. */
  #adopt(now: bigint): void {
    const words = this.#words;
    const interval = Atomics.load(words, INTERVAL);
    if (interval === this.#interval && Atomics.load(words, DEPTH) === this.#depth) return;
    // Of several workers that compile the new generation, the one that swaps this word converts.
    if (Atomics.compareExchange(words, INTERVAL, interval, this.#interval) !== interval) return;
    Atomics.store(words, DEPTH, this.#depth);
    const full = Atomics.load(words, FULL);
    if (interval === 0n || full <= now) return;
    const lacking = ((full - now) * this.#interval) / interval;
    const most = this.#depth;
    if (lacking <= most) Atomics.compareExchange(words, FULL, full, now + lacking);
    else Atomics.compareExchange(words, FULL, full, now + most);
  }
}
