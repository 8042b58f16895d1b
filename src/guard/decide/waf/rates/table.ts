import { keyedHash } from './hash.ts';
import { entry, type Measure, ringOf, set, table, tableBytes, ways } from './layout.ts';
import { hold, release } from './lock.ts';
import { secretWord } from './secret-word.ts';

/** A lap of more than this many units of 65 536 ms (6.2 days) is begun anew, long before 31-bit times wrap. */
const longestLap = 1 << 13;

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
 * A worker may be put aside by the machine between taking a number and leaving its time. So a time carries the
 * parity of its lap: who finds one of another lap knows that the request it asks about is being counted just
 * now, and is over the limit.
 *
 * Counting takes no lock. Seating a new key takes its set's, for about a microsecond; when a worker dies
 * just then, new keys of that set wait until it is taken over after a second (lock.ts). None passes uncounted.
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
  /** False for limits of a billion and more, whose laps cannot be taken off in pairs. */
  readonly #paired: boolean;
  readonly #aws: boolean;

  constructor(cells: SharedArrayBuffer, measure: Measure, mode: 'exact' | 'aws' = 'exact') {
    if (cells.byteLength < tableBytes(measure)) throw new RangeError('cells too small for the table');
    this.limit = measure.limit;
    this.windowMs = measure.windowMs;
    this.#aws = mode === 'aws';
    this.#words = new Int32Array(cells);
    this.#secret0 = secretWord(this.#words, table.secret);
    this.#secret1 = secretWord(this.#words, table.secret + 1);
    const sets = measure.keys / ways;
    this.#setMask = sets - 1;
    this.#entries = table.size + sets * set.size;
    const { group, slots } = ringOf(measure.limit);
    this.#group = group;
    this.#slots = slots;
    this.#entryWords = entry.ring + slots;
    // An odd number of laps: down to the second one, an even number is taken off and the parity stays.
    const laps = Math.floor(2 ** 31 / measure.limit) | 1;
    this.#paired = laps > 1;
    this.#wrap = measure.limit * Math.max(2, laps);
  }

  /**
   * Counts a request of a key (four 32-bit words) at `nowMs`, milliseconds of the steady clock (`Clock.steady`), and
   * says whether it is over the limit.
   */
  count(a: number, b: number, c: number, d: number, nowMs: number): boolean {
    const words = this.#words;
    const now = nowMs | 0;
    const lap = Math.floor(nowMs / 65_536) | 0;
    const hash = keyedHash(this.#secret0, this.#secret1, a, b, c, d);
    let place = this.#find(hash, a, b, c, d);
    if (place < 0 || this.#stale(place, now, lap)) {
      place = this.#seat(hash, a, b, c, d, now, lap);
    }
    // The addition waits for memory, and what follows waits for it. So the slot is read for the number that is
    // likely to come out, and read again only when another worker was faster.
    const counter = this.#at(set.count, place);
    const ring = this.#entryAt(place) + entry.ring;
    const likely = words[counter]! >>> 0;
    let within = likely % (this.limit >>> 0);
    let slot = ring + this.#slotOf(within);
    let before = words[slot]!;
    const n = Atomics.add(words, counter, 1) >>> 0;
    if (n !== likely) {
      within = n % (this.limit >>> 0);
      slot = ring + this.#slotOf(within);
      before = words[slot]!;
    }
    if (within === 0) this.#beginLap(place, n, lap);
    const parity = ((n - within) / this.limit) & 1;
    // No other request has this number, so a plain write does.
    if (this.#group === 1 || within % (this.#group >>> 0) === 0) words[slot] = (now << 1) | parity;
    words[this.#at(set.last, place)] = now;
    let over = n >= this.limit && (age(before, now) < this.windowMs || this.#late(before, parity, within));
    if (this.#aws) over = this.#verdict(place, nowMs, over);
    if (over) this.#refuse(place, now);
    else if (n >= this.limit && words[this.#at(set.refused, place)] !== 0) this.#release(place, now);
    return over;
  }

  /** True when the request `limit` ago has its number and has not left its time yet. */
  #late(stamp: number, parity: number, within: number): boolean {
    if (!this.#paired) return false;
    // Past the last slot stands the first of the lap itself, not of the one before it.
    const own = within !== 0 && this.#slotOf(within) === 0;
    return (stamp & 1) !== (own ? parity : parity ^ 1);
  }

  /** The place of a key in the table, or -1. */
  find(a: number, b: number, c: number, d: number): number {
    return this.#find(keyedHash(this.#secret0, this.#secret1, a, b, c, d), a, b, c, d);
  }

  /** Calls `each` with the place of every key. */
  forEach(each: (place: number) => void): void {
    const places = (this.#setMask + 1) * ways;
    for (let place = 0; place < places; place++) if (this.column('tag', place) !== 0) each(place);
  }

  /** What a column of its set says of the key at a place. */
  column(which: Exclude<keyof typeof set, 'lock' | 'size'>, place: number): number {
    return Atomics.load(this.#words, this.#at(set[which], place));
  }

  /** When the refusals of the key at a place began. */
  since(place: number): number {
    return Atomics.load(this.#words, this.#entryAt(place) + entry.since);
  }

  /** The key at a place. */
  key(place: number): { a: number; b: number; c: number; d: number } {
    const at = this.#entryAt(place) + entry.key;
    const word = (i: number): number => Atomics.load(this.#words, at + i) >>> 0;
    return { a: word(0), b: word(1), c: word(2), d: word(3) };
  }

  /** How long ago, in milliseconds, the requests in its ring were, and the one that decides about its next request. */
  ring(
    place: number,
    nowMs: number,
  ): {
    readonly ages: readonly number[];
    readonly group: number;
    readonly deciding: number;
  } {
    const n = this.column('count', place) >>> 0;
    const ring = this.#entryAt(place) + entry.ring;
    const ageAt = (slot: number): number => age(Atomics.load(this.#words, ring + slot), nowMs | 0);
    const known = Math.min(Math.ceil(n / this.#group), this.#slots);
    const ages = Array.from({ length: known }, (_, slot) => ageAt(slot));
    return { ages, group: this.#group, deciding: ageAt(this.#slotOf(n % this.limit)) };
  }

  /** Of several requests in a slot the first leaves its time: the next slot's is the earliest not before any. */
  #slotOf(within: number): number {
    if (this.#group === 1) return within;
    const slot = ((within + this.#group - 1) / this.#group) | 0;
    return slot === this.#slots ? 0 : slot;
  }

  #find(hash: number, a: number, b: number, c: number, d: number): number {
    const words = this.#words;
    const first = (hash & this.#setMask) * ways;
    const tags = this.#at(set.tag, first);
    const tag = tagOf(hash);
    for (let way = 0; way < ways; way++) {
      if (Atomics.load(words, tags + way) !== tag) continue;
      const at = this.#entryAt(first + way);
      if (words[at] === (a | 0) && words[at + 1] === (b | 0) && words[at + 2] === (c | 0)) {
        if (words[at + 3] === (d | 0)) return first + way;
      }
    }
    return -1;
  }

  /** True when all that the ring holds is out of the window, or too old for 32-bit times. */
  #stale(place: number, now: number, lap: number): boolean {
    const words = this.#words;
    if (((now - words[this.#at(set.last, place)]!) | 0) >= this.windowMs) return true;
    return lap - words[this.#at(set.lap, place)]! > longestLap;
  }

  /** Gives the key a place, or begins its count anew. */
  #seat(hash: number, a: number, b: number, c: number, d: number, now: number, lap: number): number {
    const words = this.#words;
    const first = (hash & this.#setMask) * ways;
    const lock = this.#at(set.lock, first);
    const held = hold(words, lock);
    // Another worker may have been here first.
    let place = this.#find(hash, a, b, c, d);
    if (place >= 0) {
      if (this.#stale(place, now, lap)) this.#begin(place, now, lap);
    } else {
      place = this.#victim(first, now);
      const tag = this.#at(set.tag, place);
      const at = this.#entryAt(place);
      Atomics.store(words, tag, 0);
      words[at] = a;
      words[at + 1] = b;
      words[at + 2] = c;
      words[at + 3] = d;
      words[this.#at(set.refused, place)] = 0;
      this.#begin(place, now, lap);
      Atomics.store(words, tag, tagOf(hash));
    }
    release(words, lock, held);
    return place;
  }

  /** Whoever sees the time of `last` sees what was written before it. */
  #begin(place: number, now: number, lap: number): void {
    const words = this.#words;
    words[this.#at(set.count, place)] = 0;
    words[this.#at(set.lap, place)] = lap;
    words[this.#at(set.verdict, place)] = 0;
    Atomics.store(words, this.#at(set.last, place), now);
  }

  #beginLap(place: number, n: number, lap: number): void {
    const words = this.#words;
    words[this.#at(set.lap, place)] = lap;
    // Exactly one request is given this number; whole laps are taken off, so slots and order stay as they are.
    if (n === this.#wrap) Atomics.sub(words, this.#at(set.count, place), this.#wrap - this.limit);
  }

  /** The place that a new key of the set which begins at `first` gets. */
  #victim(first: number, now: number): number {
    const words = this.#words;
    let fewest = first;
    let fewestCount = Number.POSITIVE_INFINITY;
    let oldest = -1;
    let oldestIdle = this.windowMs - 1;
    for (let place = first; place < first + ways; place++) {
      if (Atomics.load(words, this.#at(set.tag, place)) === 0) return place;
      const idle = (now - words[this.#at(set.last, place)]!) | 0;
      if (idle > oldestIdle) {
        oldest = place;
        oldestIdle = idle;
      }
      const limited = this.#limited(place, now) ? 2 ** 32 : 0;
      const count = limited + (words[this.#at(set.count, place)]! >>> 0);
      if (count < fewestCount) {
        fewest = place;
        fewestCount = count;
      }
    }
    return oldest < 0 ? fewest : oldest;
  }

  #limited(place: number, now: number): boolean {
    const words = this.#words;
    if (words[this.#at(set.refused, place)] === 0) return false;
    return ((now - words[this.#at(set.refusedAt, place)]!) | 0) < this.windowMs;
  }

  #verdict(place: number, nowMs: number, over: boolean): boolean {
    const words = this.#words;
    const at = this.#at(set.verdict, place);
    const tick = (Math.floor(nowMs / awsCheckMs) << 1) | 0;
    const known = Atomics.load(words, at);
    if ((known & ~1) === tick) return (known & 1) === 1;
    // A key's first ten seconds pass: nobody has looked at its count yet.
    const verdict = known !== 0 && over;
    Atomics.store(words, at, tick | (verdict ? 1 : 0));
    return verdict;
  }

  #refuse(place: number, now: number): void {
    const words = this.#words;
    const refused = this.#at(set.refused, place);
    const since = this.#entryAt(place) + entry.since;
    const released = ((words[since]! - words[this.#at(set.refusedAt, place)]!) | 0) > 0;
    if (!released && this.#limited(place, now)) Atomics.add(words, refused, 1);
    else {
      words[since] = now;
      Atomics.store(words, refused, 1);
    }
    words[this.#at(set.refusedAt, place)] = now;
  }

  /** One passed: refusals that come after it are a new spell, which cannot have begun before. */
  #release(place: number, now: number): void {
    this.#words[this.#entryAt(place) + entry.since] = now;
  }

  /** The word of a set's column for the key at a place. */
  #at(column: number, place: number): number {
    return table.size + (place >>> 3) * set.size + column + (place & 7);
  }

  #entryAt(place: number): number {
    return this.#entries + place * this.#entryWords;
  }
}

/** Milliseconds since what a slot holds: a time in the upper 31 bits, the parity of its lap in the lowest. */
const age = (stamp: number, now: number): number => (((now << 1) - (stamp & ~1)) | 0) >> 1;

const tagOf = (hash: number): number => (hash === 0 ? 1 : hash | 0);
