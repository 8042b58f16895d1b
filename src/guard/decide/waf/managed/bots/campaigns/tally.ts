/** A window, in milliseconds; what is judged is the one under way and the one before it together. */
export const windowMs = 300_000;

/** Windows whose totals are remembered, and how many with traffic enough make known what is usual. */
const ring = 64;
const ripeAfter = 12;
/** Sessions of a window that are traffic enough to learn from. */
const fewest = 30;
/** A share that is below this is as good as none. */
const leastShare = 0.002;
/** How fast what is usual follows: of the difference a twelfth a window, and never by more than doubles it. */
const pace = 1 / 12;
const slack = 0.005;

const sets = 1_024;
const ways = 4;
const bitmapWords = 8;
// Of a key: two words of it, the window it was seen in last, sessions in that and in the one before, the usual share (a
// float), and a bitmap of addresses for each of the two windows.
const USUAL = 5;
const BITMAP = 6;
const entryWords = BITMAP + 2 * bitmapWords;
const RIPE = 2 * ring;
const header = 2 * ring + 2;

/** Bytes of shared memory. */
export const tallyBytes = 4 * (header + sets * ways * entryWords);

/** What is known of a key in the windows that are judged. */
export interface Tallied {
  readonly sessions: number;
  /** Different addresses, about. */
  readonly addresses: number;
  /** Its share of all sessions as it usually is, and never 0. */
  readonly usual: number;
}

const nothing: Tallied = Object.freeze({ sessions: 0, addresses: 0, usual: leastShare });

/**
 * Sessions by key, window by window, with what share of all is usual for each key; for all workers together in bounded
 * memory, where keys with the fewest sessions make room for others. Once it has learnt (an hour of traffic), what is
 * usual follows slowly, so that a campaign does not become so within hours.
 */
export class Tally {
  readonly #words: Int32Array;
  readonly #floats: Float32Array;

  constructor(cells: SharedArrayBuffer) {
    this.#words = new Int32Array(cells);
    this.#floats = new Float32Array(cells);
  }

  /** Counts a session among all of a window. */
  addToAll(window: number): void {
    const words = this.#words;
    const at = (window % ring) * 2;
    const before = words[at]!;
    if (before !== window && Atomics.compareExchange(words, at, before, window) === before) {
      Atomics.store(words, at + 1, 0);
      if (this.#total(window - 1) >= fewest) Atomics.add(words, RIPE, 1);
    }
    Atomics.add(words, at + 1, 1);
  }

  /** Counts a session of a key, from an address by its hash. */
  add(a: number, b: number, window: number, address: number): void {
    const at = this.#place(a, b);
    const words = this.#words;
    if (words[at] !== a || words[at + 1] !== b) {
      words.fill(0, at, at + entryWords);
      words[at] = a;
      words[at + 1] = b;
      words[at + 2] = window;
    }
    this.#roll(at, window);
    Atomics.add(words, at + 3, 1);
    Atomics.or(words, at + BITMAP + ((address >>> 5) & (bitmapWords - 1)), 1 << (address & 31));
  }

  of(a: number, b: number, window: number): Tallied {
    const at = this.#place(a, b);
    const words = this.#words;
    if (words[at] !== a || words[at + 1] !== b || window - words[at + 2]! > 1) return nothing;
    const now = words[at + 2] === window;
    const sessions = words[at + 3]! + (now ? words[at + 4]! : 0);
    return { sessions, addresses: this.#addresses(at, now), usual: this.#usual(at, window) };
  }

  /** All sessions in the windows that are judged. */
  all(window: number): number {
    return this.#total(window) + this.#total(window - 1);
  }

  /** Whether enough has been seen to know what is usual. */
  ripe(): boolean {
    return this.#words[RIPE]! >= ripeAfter;
  }

  #total(window: number): number {
    const at = (window % ring) * 2;
    return this.#words[at] === window ? this.#words[at + 1]! : 0;
  }

  /** Where a key lies, or else where it may lie: on the one of its set with the fewest sessions. */
  #place(a: number, b: number): number {
    const words = this.#words;
    const base = header + (a & (sets - 1)) * ways * entryWords;
    let place = base;
    let least = Number.POSITIVE_INFINITY;
    for (let at = base; at < base + ways * entryWords; at += entryWords) {
      if (words[at] === a && words[at + 1] === b) return at;
      const weight = words[at + 3]! + words[at + 4]!;
      if (weight < least) {
        least = weight;
        place = at;
      }
    }
    return place;
  }

  #roll(at: number, window: number): void {
    const words = this.#words;
    const last = words[at + 2]!;
    if (last === window || Atomics.compareExchange(words, at + 2, last, window) !== last) return;
    this.#floats[at + USUAL] = this.#learnt(at, last, window);
    const next = window - last === 1;
    words[at + 4] = next ? words[at + 3]! : 0;
    words[at + 3] = 0;
    for (let i = at + BITMAP; i < at + BITMAP + bitmapWords; i++) {
      words[i + bitmapWords] = next ? words[i]! : 0;
      words[i] = 0;
    }
  }

  /** What is usual for it, with all windows that are over by now. */
  #learnt(at: number, last: number, window: number): number {
    if (window - last > ring - 2) return 0;
    const ripe = this.ripe();
    let usual = this.#floats[at + USUAL]!;
    for (let w = last; w < window; w++) {
      const total = this.#total(w);
      if (total < fewest) continue;
      const share = w === last ? this.#words[at + 3]! / total : 0;
      usual += ((ripe ? Math.min(share, 2 * usual + slack) : share) - usual) * (ripe ? pace : 1 / 3);
    }
    return usual;
  }

  #usual(at: number, window: number): number {
    const last = this.#words[at + 2]!;
    const usual = last === window ? this.#floats[at + USUAL]! : this.#learnt(at, last, window);
    return Math.max(usual, leastShare);
  }

  /** Linear counting (Whang and others, 1990), good to some hundreds. */
  #addresses(at: number, both: boolean): number {
    const words = this.#words;
    let free = 0;
    for (let i = at + BITMAP; i < at + BITMAP + bitmapWords; i++)
      free += 32 - ones(words[i]! | (both ? words[i + bitmapWords]! : 0));
    const bits = 32 * bitmapWords;
    return Math.round(-bits * Math.log(Math.max(free, 1) / bits));
  }
}

function ones(word: number): number {
  let count = 0;
  for (let left = word; left !== 0; left &= left - 1) count++;
  return count;
}
