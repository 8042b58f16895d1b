import type { Quota } from '../../../define/model/usage.ts';
import { clocks, type Period } from './periods.ts';
import type { Slot } from './slots.ts';

// The 64-bit words of a counter. Of those that belong to a period, the upper half is its stamp.
const USED = 0;
const BONUS = 1;
const FIRST = 2;
const DAY = 3;
const YESTERDAY = 4;
const SEEDED = 5;
/** The most that a half holds. */
const most = 2 ** 31 - 1;

/** What a counter keeps, as it lies in its words: what is written to disk, and read back from there. */
export interface Kept {
  /** A stamp in the upper 32 bits, and in the lower ones requests in that period. */
  readonly used: bigint;
  /** Likewise: requests that the period has more than its quota says. */
  readonly bonus: bigint;
  /** The stamp of the first period; 0 when there was none. */
  readonly first: bigint;
  /** Likewise requests of the last day on which there were any, and of the one before. */
  readonly day: bigint;
  readonly yesterday: bigint;
}

/** How a quota stands. */
export interface Standing {
  readonly used: number;
  /** Requests that the period has in all, and how many of them are left. */
  readonly allowed: number;
  readonly remaining: number;
  readonly period: Period;
}

/**
 * Counts the requests of one key under one plan, exactly and over all workers together.
 *
 * A request is one compare-and-swap of the lower half of a word whose upper half is the period; a new period
 * is one of the whole word. So a worker that dies leaves nothing half done, and at the turn of a period a
 * request counts in one of the two. A clock that is a period behind counts in the period that is there.
 */
export class Counter {
  readonly #words: BigInt64Array;
  readonly #halves: Int32Array;
  readonly #quota: Quota | null;

  constructor({ cells, from }: Slot, quota: Quota | null) {
    this.#words = new BigInt64Array(cells, from, 6);
    this.#halves = new Int32Array(cells, from, 12);
    this.#quota = quota;
  }

  /** Whether the quota leaves a request; counts nothing. */
  open(nowMs: number): boolean {
    const quota = this.#quota;
    if (quota === null) return true;
    const stamp = this.#stamp(USED, clocks[quota.period].stampAt(nowMs));
    return this.#usedIn(stamp) < this.#allowed(quota, stamp);
  }

  /** Counts a request, unless the quota is used up. */
  take(nowMs: number): boolean {
    const quota = this.#quota;
    if (quota !== null && !this.#spend(quota, nowMs)) return false;
    this.#countDay(clocks.DAY.stampAt(nowMs));
    return true;
  }

  /** How the quota stands; null when there is none. */
  standing(nowMs: number): Standing | null {
    const quota = this.#quota;
    if (quota === null) return null;
    const period = clocks[quota.period].at(nowMs);
    const stamp = this.#stamp(USED, period.stamp);
    const used = this.#usedIn(stamp);
    const allowed = this.#allowed(quota, stamp);
    return { used, allowed, remaining: Math.max(0, allowed - used), period };
  }

  /** Lets the key make `requests` more in the present period. */
  grant(requests: number, nowMs: number): void {
    const quota = this.#quota;
    if (quota === null) return;
    const stamp = this.#stamp(USED, clocks[quota.period].stampAt(nowMs));
    const bonus = requests + this.#usedIn(stamp) - this.#base(quota, stamp);
    Atomics.store(this.#words, BONUS, packed(stamp, bonus));
  }

  /** What is to be written to disk. */
  get kept(): Kept {
    const at = (word: number): bigint => Atomics.load(this.#words, word);
    return { used: at(USED), bonus: at(BONUS), first: at(FIRST), day: at(DAY), yesterday: at(YESTERDAY) };
  }

  /** False until `seed` has been called, once for as long as the slot is kept. */
  get seeded(): boolean {
    return Atomics.load(this.#words, SEEDED) !== 0n;
  }

  /** Begins where `kept` ended; with null, in its first period. Called before any worker counts. */
  seed(kept: Kept | null, nowMs: number): void {
    const words = this.#words;
    if (kept !== null) {
      Atomics.store(words, USED, kept.used);
      Atomics.store(words, BONUS, kept.bonus);
      Atomics.store(words, FIRST, kept.first);
      Atomics.store(words, DAY, kept.day);
      Atomics.store(words, YESTERDAY, kept.yesterday);
    }
    if (this.#quota !== null) this.#begin(clocks[this.#quota.period].stampAt(nowMs));
    Atomics.store(words, SEEDED, 1n);
  }

  #spend(quota: Quota, nowMs: number): boolean {
    const halves = this.#halves;
    const wanted = clocks[quota.period].stampAt(nowMs);
    for (;;) {
      const stamp = this.#stamp(USED, wanted);
      if (Atomics.load(halves, 2 * USED + 1) !== stamp) {
        this.#turn(USED, stamp);
        this.#begin(stamp);
        continue;
      }
      const used = Atomics.load(halves, 2 * USED);
      if (used >= this.#allowed(quota, stamp)) return false;
      if (Atomics.compareExchange(halves, 2 * USED, used, used + 1) === used) return true;
    }
  }

  #countDay(wanted: number): void {
    const halves = this.#halves;
    for (;;) {
      const stamp = this.#stamp(DAY, wanted);
      if (Atomics.load(halves, 2 * DAY + 1) === stamp) break;
      const before = this.#turn(DAY, stamp);
      if (before !== null) Atomics.store(this.#words, YESTERDAY, before);
    }
    Atomics.add(halves, 2 * DAY, 1);
  }

  /** The stamp that counts: the one that is there, when it is the present one or that of the period behind it. */
  #stamp(word: number, wanted: number): number {
    const there = Atomics.load(this.#halves, 2 * word + 1);
    return there === wanted + 1 ? there : wanted;
  }

  /** Begins another period in a word, and gives what was there; null when another thread was faster. */
  #turn(word: number, stamp: number): bigint | null {
    const before = Atomics.load(this.#words, word);
    if (Number(before >> 32n) === stamp) return null;
    const turned = Atomics.compareExchange(this.#words, word, before, packed(stamp, 0)) === before;
    return turned ? before : null;
  }

  #begin(stamp: number): void {
    Atomics.compareExchange(this.#words, FIRST, 0n, BigInt(stamp));
  }

  #usedIn(stamp: number): number {
    const halves = this.#halves;
    return Atomics.load(halves, 2 * USED + 1) === stamp ? Atomics.load(halves, 2 * USED) : 0;
  }

  #allowed(quota: Quota, stamp: number): number {
    const halves = this.#halves;
    const bonus = Atomics.load(halves, 2 * BONUS + 1) === stamp ? Atomics.load(halves, 2 * BONUS) : 0;
    return Math.min(most, this.#base(quota, stamp) + bonus);
  }

  #base(quota: Quota, stamp: number): number {
    const isFirst = quota.offset > 0 && Atomics.load(this.#halves, 2 * FIRST) === stamp;
    return isFirst ? Math.max(0, quota.limit - quota.offset) : quota.limit;
  }
}

/** A stamp, and beside it a signed number of 32 bits: one that does not fit becomes the nearest that does. */
function packed(stamp: number, low: number): bigint {
  const fits = Math.max(-most, Math.min(most, low));
  return (BigInt(stamp) << 32n) | BigInt.asUintN(32, BigInt(fits));
}

/** The stamp and the number of a kept word. */
export const unpacked = (word: bigint): { readonly stamp: number; readonly low: number } => ({
  stamp: Number(word >> 32n),
  low: Number(BigInt.asIntN(32, word)),
});
