import { randomFillSync } from 'node:crypto';
import { keyedHash } from './hash.ts';
import { entry, type Measure, ringOf, set, table, tableBytes, ways } from './layout.ts';
import { hold, release } from './lock.ts';

/** A lap of more than this many units of 65 536 ms (12.4 days) is begun anew, long before 32-bit times wrap. */
const longestLap = 1 << 14;

/** In `aws` mode a verdict is reached once in this many milliseconds. */
export const awsCheckMs = 10_000;

/**
 * Counts requests by key over a sliding window, exactly and over all workers together, in memory of fixed size.
 *
 * Each key has a ring with the times of its last requests. With a limit of up to 256 request `n` has slot
 * `n mod limit`, so what it finds there is the time of the request `limit` ago, and it is over the limit iff
 * that one lies within the window: one addition and one exchange, whatever the limit. With a higher limit
 * one slot stands for `ceil(limit / 256)` requests: exact for a key that is new or was idle for a window, and
 * otherwise strict by less than a 256th of the limit. Requests over the limit count as well, as in AWS.
 *
 * A key has its place in one set of eight, chosen by a hash under a secret, so that nobody can aim at a set.
 * When a set is full, the key that was idle the longest, beyond the window, makes room; failing that the
 * one with the fewest requests; one that is being limited only when all eight are.
 *
 * Counting takes no lock. Seating a new key takes its set's, for about a microsecond; when a worker dies
 * just then, the set is taken over after a second (lock.ts), and until then new keys of that set pass uncounted.
 * A key that loses its seat at the very moment of a request may be counted to the one that takes it.
 */
export class RateTable {
  readonly limit: number;
  readonly windowMs: number;
  readonly #words: Int32Array;
  readonly #secret0: number;
  readonly #secret1: number;
  readonly #setMask: number;
  readonly #entries: number;
  readonly #entryWords: number;
  readonly #group: number;
  readonly #slots: number;
  /** Where the count is brought down by whole laps, before it leaves 32 bits. */
  readonly #wrap: number;
  readonly #aws: boolean;

  constructor(cells: SharedArrayBuffer, measure: Measure, mode: 'exact' | 'aws' = 'exact') {
    if (cells.byteLength < tableBytes(measure)) throw new RangeError('cells too small for the table');
    this.limit = measure.limit;
    this.windowMs = measure.windowMs;
    this.#aws = mode === 'aws';
    this.#words = new Int32Array(cells);
    this.#secret0 = settled(this.#words, table.secret);
    this.#secret1 = settled(this.#words, table.secret + 1);
    const sets = measure.keys / ways;
    this.#setMask = sets - 1;
    this.#entries = table.size + sets * set.size;
    const { group, slots } = ringOf(measure.limit);
    this.#group = group;
    this.#slots = slots;
    this.#entryWords = entry.ring + slots;
    this.#wrap = measure.limit * Math.max(2, Math.floor(2 ** 31 / measure.limit));
  }

  /**
   * Counts a request of a key (four 32-bit words) at `nowMs`, milliseconds since the epoch, and says whether
   * it is over the limit.
   */
  count(a: number, b: number, c: number, d: number, nowMs: number): boolean {
    const words = this.#words;
    const now = nowMs | 0;
    const lap = Math.floor(nowMs / 65_536) | 0;
    const hash = keyedHash(this.#secret0, this.#secret1, a, b, c, d);
    let at = this.#find(hash, a, b, c, d);
    if (at < 0 || this.#stale(at, now, lap)) {
      at = this.#seat(hash, a, b, c, d, now, lap);
      if (at < 0) return false;
    }
    const n = Atomics.add(words, at + entry.count, 1) >>> 0;
    // Unsigned on both sides: a remainder in whole numbers, where one of doubles costs four times as much.
    const within = n % (this.limit >>> 0);
    if (within === 0) this.#beginLap(at, n, lap);
    // No other request has this number, so from here on plain reads and writes do; each atomic one would wait
    // for memory anew.
    const slot = at + entry.ring + this.#slotOf(within);
    const before = words[slot]!;
    if (this.#group === 1 || within % (this.#group >>> 0) === 0) words[slot] = now;
    words[at + entry.last] = now;
    let over = n >= this.limit && ((now - before) | 0) < this.windowMs;
    if (this.#aws) over = this.#verdict(at, nowMs, over);
    if (over) this.#refuse(at, now);
    return over;
  }

  /** The start in words of a key's entry, or -1. */
  find(a: number, b: number, c: number, d: number): number {
    return this.#find(keyedHash(this.#secret0, this.#secret1, a, b, c, d), a, b, c, d);
  }

  /** Calls `each` with the start in words of every key's entry. */
  forEach(each: (at: number) => void): void {
    for (let s = 0; s <= this.#setMask; s++) {
      for (let way = 0; way < ways; way++) {
        if (Atomics.load(this.#words, this.#tagAt(s, way)) !== 0) each(this.#entryAt(s, way));
      }
    }
  }

  /** A word of an entry. */
  word(at: number, which: number): number {
    return Atomics.load(this.#words, at + which);
  }

  /** The key of an entry. */
  key(at: number): { a: number; b: number; c: number; d: number } {
    const word = (i: number): number => this.word(at, entry.key + i) >>> 0;
    return { a: word(0), b: word(1), c: word(2), d: word(3) };
  }

  /** The times an entry's ring holds, and the one that decides about the next request. */
  ring(at: number): { readonly times: readonly number[]; readonly group: number; readonly deciding: number } {
    const n = this.word(at, entry.count) >>> 0;
    const known = Math.min(Math.ceil(n / this.#group), this.#slots);
    const times: number[] = [];
    for (let i = 0; i < known; i++) times.push(this.word(at, entry.ring + i));
    const deciding = this.word(at, entry.ring + this.#slotOf(n % this.limit));
    return { times, group: this.#group, deciding };
  }

  /** Of several requests in a slot the first leaves its time: the next slot's is the earliest not before any. */
  #slotOf(within: number): number {
    if (this.#group === 1) return within;
    const slot = Math.ceil(within / this.#group);
    return slot === this.#slots ? 0 : slot;
  }

  #find(hash: number, a: number, b: number, c: number, d: number): number {
    const words = this.#words;
    const s = hash & this.#setMask;
    const tags = this.#tagAt(s, 0);
    const tag = tagOf(hash);
    for (let way = 0; way < ways; way++) {
      if (Atomics.load(words, tags + way) !== tag) continue;
      const at = this.#entryAt(s, way);
      if (words[at] === (a | 0) && words[at + 1] === (b | 0) && words[at + 2] === (c | 0)) {
        if (words[at + 3] === (d | 0)) return at;
      }
    }
    return -1;
  }

  /** True when all that the ring holds is out of the window, or too old for 32-bit times. */
  #stale(at: number, now: number, lap: number): boolean {
    const words = this.#words;
    if (((now - words[at + entry.last]!) | 0) >= this.windowMs) return true;
    return lap - words[at + entry.lap]! > longestLap;
  }

  /** Gives the key a place, or begins its count anew. -1 when the set could not be had. */
  #seat(hash: number, a: number, b: number, c: number, d: number, now: number, lap: number): number {
    const words = this.#words;
    const s = hash & this.#setMask;
    const lock = table.size + s * set.size + set.lock;
    const held = hold(words, lock);
    if (held === 0) return this.#find(hash, a, b, c, d);
    // Another worker may have been here first.
    let at = this.#find(hash, a, b, c, d);
    if (at >= 0) {
      if (this.#stale(at, now, lap)) this.#begin(at, now, lap);
    } else {
      const way = this.#victim(s, now);
      const tag = this.#tagAt(s, way);
      at = this.#entryAt(s, way);
      Atomics.store(words, tag, 0);
      words[at] = a;
      words[at + 1] = b;
      words[at + 2] = c;
      words[at + 3] = d;
      Atomics.store(words, at + entry.refused, 0);
      this.#begin(at, now, lap);
      Atomics.store(words, tag, tagOf(hash));
    }
    release(words, lock, held);
    return at;
  }

  #begin(at: number, now: number, lap: number): void {
    const words = this.#words;
    Atomics.store(words, at + entry.count, 0);
    Atomics.store(words, at + entry.lap, lap);
    Atomics.store(words, at + entry.verdict, 0);
    Atomics.store(words, at + entry.last, now);
  }

  #beginLap(at: number, n: number, lap: number): void {
    const words = this.#words;
    Atomics.store(words, at + entry.lap, lap);
    // Exactly one request is given this number; whole laps are taken off, so slots and order stay as they are.
    if (n === this.#wrap) Atomics.sub(words, at + entry.count, this.#wrap - this.limit);
  }

  /** The place that a new key of the set gets. */
  #victim(s: number, now: number): number {
    const words = this.#words;
    let fewest = 0;
    let fewestCount = Number.POSITIVE_INFINITY;
    let oldest = -1;
    let oldestIdle = this.windowMs - 1;
    for (let way = 0; way < ways; way++) {
      if (Atomics.load(words, this.#tagAt(s, way)) === 0) return way;
      const at = this.#entryAt(s, way);
      const idle = (now - Atomics.load(words, at + entry.last)) | 0;
      if (idle > oldestIdle) {
        oldest = way;
        oldestIdle = idle;
      }
      const limited = this.#limited(at, now) ? 2 ** 32 : 0;
      const count = limited + (Atomics.load(words, at + entry.count) >>> 0);
      if (count < fewestCount) {
        fewest = way;
        fewestCount = count;
      }
    }
    return oldest < 0 ? fewest : oldest;
  }

  #limited(at: number, now: number): boolean {
    const words = this.#words;
    if (Atomics.load(words, at + entry.refused) === 0) return false;
    return ((now - Atomics.load(words, at + entry.refusedAt)) | 0) < this.windowMs;
  }

  #verdict(at: number, nowMs: number, over: boolean): boolean {
    const words = this.#words;
    const tick = (Math.floor(nowMs / awsCheckMs) << 1) | 0;
    const known = Atomics.load(words, at + entry.verdict);
    if ((known & ~1) === tick) return (known & 1) === 1;
    // A key's first ten seconds pass: nobody has looked at its count yet.
    const verdict = known !== 0 && over;
    Atomics.store(words, at + entry.verdict, tick | (verdict ? 1 : 0));
    return verdict;
  }

  #refuse(at: number, now: number): void {
    const words = this.#words;
    if (this.#limited(at, now)) Atomics.add(words, at + entry.refused, 1);
    else {
      Atomics.store(words, at + entry.since, now);
      Atomics.store(words, at + entry.refused, 1);
    }
    Atomics.store(words, at + entry.refusedAt, now);
  }

  #tagAt(s: number, way: number): number {
    return table.size + s * set.size + set.tags + way;
  }

  #entryAt(s: number, way: number): number {
    return this.#entries + (s * ways + way) * this.#entryWords;
  }
}

const tagOf = (hash: number): number => (hash === 0 ? 1 : hash | 0);

/** A word of shared memory that is random from its first reader on, and the same for all. */
function settled(words: Int32Array, at: number): number {
  const random = randomFillSync(new Int32Array(1))[0]! | 1;
  const before = Atomics.compareExchange(words, at, 0, random);
  return before === 0 ? random : before;
}
