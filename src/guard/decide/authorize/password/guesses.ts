import { createHmac, randomFillSync } from 'node:crypto';

/** The longest wait, in milliseconds; what was quiet for so long is forgotten. */
const longestMs = 15 * 60_000;
const firstMs = 1000;
/** Guesses of one key that are told apart; by then the wait is the longest. */
const mostFailures = 255;

const ways = 8;
const sets = 4096;
const tableWords = ways * sets;
const secretWords = 8;
const secretBytes = secretWords * 4;

/** What is counted apart: of a name from a network, of a network, and what was right of late. */
export const guessTables = { names: 0, networks: 1, right: 2 } as const;

/** The bytes of all three tables: three quarters of a megabyte, whatever is guessed. */
export const guessBytes = secretBytes + 3 * tableWords * 8;

/**
 * Counts guesses by key over all workers together, each as a wrong one until it turns out right, so that many at once are no
 * way round. So many are free; behind them each doubles the wait before the next one is looked at, up to a quarter of an
 * hour.
 *
 * A key is one word of 64 bits in a set of eight: 24 bits of its digest, 8 of its count, 32 of its last time in
 * milliseconds; each step is one exchange, and takes no lock. Set and digest come from a secret that is never stored, so
 * that nobody can aim at a set. A full set gives up what is over, then what was guessed least, then what has been quiet
 * longest: a flood of new keys does not wash out one that waits.
 */
export class Guesses {
  readonly #words: BigUint64Array;
  readonly #secret: Buffer;
  readonly #free: number;

  /** `cells` are of `guessBytes`; so many guesses are `free`. */
  constructor(cells: SharedArrayBuffer, table: number, free: number) {
    this.#secret = secretIn(cells);
    this.#words = new BigUint64Array(cells, secretBytes + table * tableWords * 8, tableWords);
    this.#free = free;
  }

  /** Milliseconds until a guess is looked at again; 0: now. */
  wait(key: string, now: number): number {
    const { tag, from } = this.#place(key);
    const at = this.#find(tag, from);
    return at < 0 ? 0 : this.#waitOf(Atomics.load(this.#words, at), now);
  }

  /** Counts a guess before it is looked at, and gives 0; where one must wait, counts none and gives for how long. */
  take(key: string, now: number): number {
    const { tag, from } = this.#place(key);
    for (;;) {
      const found = this.#find(tag, from);
      const at = found < 0 ? this.#seat(from, now) : found;
      const word = Atomics.load(this.#words, at);
      const known = tagOf(word) === tag;
      // Another key has been seated there meanwhile, or this one has been seated elsewhere.
      if (known !== found >= 0) continue;
      const waitMs = known ? this.#waitOf(word, now) : 0;
      if (waitMs > 0) return waitMs;
      const failures = known && !isOver(word, now) ? Math.min(mostFailures, failuresOf(word) + 1) : 1;
      if (this.#swap(at, word, wordOf(tag, failures, now))) return 0;
    }
  }

  /** Takes one back that was right. */
  undo(key: string): void {
    const { tag, from } = this.#place(key);
    for (let at = this.#find(tag, from); at >= 0; at = this.#find(tag, from)) {
      const word = Atomics.load(this.#words, at);
      if (tagOf(word) !== tag) continue;
      if (this.#swap(at, word, failuresOf(word) < 2 ? 0n : word - oneFailure)) return;
    }
  }

  forget(key: string): void {
    const { tag, from } = this.#place(key);
    const at = this.#find(tag, from);
    if (at < 0) return;
    const word = Atomics.load(this.#words, at);
    if (tagOf(word) === tag) this.#swap(at, word, 0n);
  }

  /** Whether the key was counted within the last so many milliseconds. */
  isRecent(key: string, now: number, withinMs: number): boolean {
    const { tag, from } = this.#place(key);
    const at = this.#find(tag, from);
    return at >= 0 && Math.abs(ageOf(Atomics.load(this.#words, at), now)) < withinMs;
  }

  #place(key: string): { readonly tag: bigint; readonly from: number } {
    const digest = createHmac('sha256', this.#secret).update(key).digest();
    const from = (digest.readUInt16LE(0) % sets) * ways;
    return { tag: BigInt(digest.readUIntLE(2, 3) || 1), from };
  }

  /** -1 where the key is not there. */
  #find(tag: bigint, from: number): number {
    for (let at = from; at < from + ways; at++) if (tagOf(Atomics.load(this.#words, at)) === tag) return at;
    return -1;
  }

  /** The place that a new key takes. */
  #seat(from: number, now: number): number {
    let best = from;
    let least = Number.POSITIVE_INFINITY;
    for (let at = from; at < from + ways; at++) {
      const word = Atomics.load(this.#words, at);
      if (word === 0n) return at;
      const worth = isOver(word, now) ? -1 : failuresOf(word) + 1 - ageOf(word, now) / (2 * longestMs);
      if (worth >= least) continue;
      best = at;
      least = worth;
    }
    return best;
  }

  #waitOf(word: bigint, now: number): number {
    const over = failuresOf(word) - this.#free;
    if (over <= 0 || isOver(word, now)) return 0;
    const wait = Math.min(longestMs, firstMs * 2 ** Math.min(over - 1, 20));
    return Math.max(0, Math.min(wait, wait - ageOf(word, now)));
  }

  #swap(at: number, before: bigint, after: bigint): boolean {
    return Atomics.compareExchange(this.#words, at, before, after) === before;
  }
}

const oneFailure = 1n << 32n;

const wordOf = (tag: bigint, failures: number, now: number): bigint =>
  (tag << 40n) | (BigInt(failures) << 32n) | BigInt(Math.floor(now) >>> 0);

const tagOf = (word: bigint): bigint => word >> 40n;
const failuresOf = (word: bigint): number => Number((word >> 32n) & 0xffn);

/** Milliseconds since its last guess, within a lap of 49 days; less than 0 where another worker's clock is ahead. */
const ageOf = (word: bigint, now: number): number =>
  ((Math.floor(now) | 0) - (Number(word & 0xffff_ffffn) | 0)) | 0;

const isOver = (word: bigint, now: number): boolean => Math.abs(ageOf(word, now)) >= longestMs;

/** Whoever comes first lays each word; all end with the same. */
function secretIn(cells: SharedArrayBuffer): Buffer {
  const words = new Int32Array(cells, 0, secretWords);
  const own = randomFillSync(new Int32Array(secretWords));
  for (let i = 0; i < secretWords; i++) Atomics.compareExchange(words, i, 0, own[i]! | 1);
  return Buffer.from(Int32Array.from(words).buffer);
}
