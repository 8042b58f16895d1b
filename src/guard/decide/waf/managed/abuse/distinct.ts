import { keyedHash } from '../../rates/hash.ts';
import type { Key } from '../../rates/keys.ts';
import { secretWord } from '../../rates/secret-word.ts';
import type { WafGiven } from '../../statement.ts';

/** Different values of one key that are told apart. */
const mostDistinct = 24;
const sets = 2_048;
const ways = 4;
// Of a key: two words of its hash, when it was seen last, and for each value its hash and when that was seen last.
const entryWords = 4 + mostDistinct * 2;
const header = 16;
const bytes = 4 * (header + sets * ways * entryWords);

/**
 * How many different values come with one key within a window: addresses with a token, names with an address. For
 * all workers together, in bounded memory; values and keys are kept as hashes under a secret. Two values fall together
 * once in four thousand million, and are then one. In a traced walk it only looks.
 */
export class Distinct {
  readonly #words: Int32Array;
  readonly #given: WafGiven;
  readonly #windowMs: number;
  readonly #secret0: number;
  readonly #secret1: number;

  constructor(given: WafGiven, name: string, windowSec: number) {
    this.#words = new Int32Array(given.cells(`abuse/${given.ruleId}/${name}/${windowSec}`, bytes));
    this.#given = given;
    this.#windowMs = windowSec * 1000;
    this.#secret0 = secretWord(this.#words, 0);
    this.#secret1 = secretWord(this.#words, 1);
  }

  /** Notes a value with a key, and gives how many different ones there have been within the window with this one. */
  add(key: Key, value: Key): number {
    const now = this.#given.clock.steady() | 0;
    const first = this.#hash(key, 0);
    const second = this.#hash(key, 1) | 1;
    const hash = this.#hash(value, 2) | 1;
    const entry = this.#entry(first, second, now);
    return entry < 0 ? 1 : this.#value(entry + 4, hash, now);
  }

  /** Where the values of a key lie; -1 for one that is not known, when only looking. */
  #entry(first: number, second: number, now: number): number {
    const words = this.#words;
    const base = header + (first & (sets - 1)) * ways * entryWords;
    let oldest = base;
    let idlest = -1;
    for (let at = base; at < base + ways * entryWords; at += entryWords) {
      if (words[at] === (first | 0) && words[at + 1] === (second | 0)) {
        if (!this.#given.tracing) words[at + 2] = now;
        return at;
      }
      const idle = words[at + 1] === 0 ? Number.POSITIVE_INFINITY : (now - words[at + 2]!) >>> 0;
      if (idle > idlest) {
        idlest = idle;
        oldest = at;
      }
    }
    if (this.#given.tracing) return -1;
    words.fill(0, oldest, oldest + entryWords);
    words[oldest + 2] = now;
    words[oldest] = first;
    words[oldest + 1] = second;
    return oldest;
  }

  #value(from: number, hash: number, now: number): number {
    const words = this.#words;
    let others = 0;
    let place = -1;
    let free = -1;
    for (let at = from; at < from + mostDistinct * 2; at += 2) {
      if (words[at] === hash) place = at;
      else if (words[at] !== 0 && (now - words[at + 1]!) >>> 0 < this.#windowMs) others++;
      else if (free < 0) free = at;
    }
    const to = place < 0 ? free : place;
    if (to >= 0 && !this.#given.tracing) {
      words[to + 1] = now;
      words[to] = hash;
    }
    return others + 1;
  }

  #hash({ a, b, c, d }: Key, salt: number): number {
    return keyedHash(this.#secret0 ^ salt, this.#secret1, a, b, c, d) | 0;
  }
}
