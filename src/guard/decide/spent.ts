/** Words of one generation: 1 MiB. */
const words = 1 << 18;
/** Before the words of a generation: which one it is, plus one; negative while it is being cleared. */
const header = 16;
const generations = 2;

/** Bytes of shared memory that it takes. */
export const spentBytes = generations * (header + words) * 4;

/**
 * What has been used once and may not be used again, over all workers, in memory that never grows: two
 * generations of one bit pattern for each thing. It belongs to the generation of the time it was made at, and one
 * generation is as long as such a thing is good for, so that what an older one held is over when its place is taken.
 *
 * Four bits of one word stand for a thing, set by one atomic step: of two workers that are handed the same at once,
 * one sees that it came first. Different things may share their bits; then a good one is turned away. With 100 000
 * in a generation that is one in a thousand. It never errs the other way, whatever is sent.
 */
export class Spent {
  readonly #words: Int32Array;
  readonly #seconds: number;

  /** `seconds`: how long a thing is good for. */
  constructor(cells: SharedArrayBuffer, seconds: number) {
    this.#words = new Int32Array(cells);
    this.#seconds = seconds;
  }

  /** Spends a thing by its nonce (32 hex digits); false when it has been, or cannot be told. */
  spend(nonce: string, madeAtSec: number): boolean {
    const generation = Math.floor(madeAtSec / this.#seconds);
    const base = (generation % generations) * (header + words);
    if (!this.#open(base, generation)) return false;
    const pattern = patternOf(nonce);
    return (Atomics.or(this.#words, base + header + placeOf(nonce), pattern) & pattern) !== pattern;
  }

  /** Whether it would be spent now; spends nothing. */
  fresh(nonce: string, madeAtSec: number): boolean {
    const generation = Math.floor(madeAtSec / this.#seconds);
    const base = (generation % generations) * (header + words);
    const found = Atomics.load(this.#words, base);
    if (found !== generation + 1) return !isOver(found, generation + 1);
    const pattern = patternOf(nonce);
    return (Atomics.load(this.#words, base + header + placeOf(nonce)) & pattern) !== pattern;
  }

  /** Makes room for a generation when it is the first thing of it; false while another worker does. */
  #open(base: number, generation: number): boolean {
    const own = generation + 1;
    const found = Atomics.load(this.#words, base);
    if (found === own) return true;
    if (isOver(found, own)) return false;
    if (Atomics.compareExchange(this.#words, base, found, -own) !== found) return false;
    this.#words.fill(0, base + header, base + header + words);
    Atomics.store(this.#words, base, own);
    return true;
  }
}

/**
 * Whether nothing of a generation can be told any more, by the one that has its place. One that is further ahead than
 * the next is of a clock that was wrong: it makes room, or nothing could be spent until the day it comes.
 */
function isOver(found: number, own: number): boolean {
  const ahead = Math.abs(found) - own;
  return ahead >= 0 && ahead <= generations;
}

const placeOf = (nonce: string): number => Number.parseInt(nonce.slice(0, 8), 16) & (words - 1);

function patternOf(nonce: string): number {
  const bits = Number.parseInt(nonce.slice(8, 16), 16);
  let pattern = 0;
  for (let i = 0; i < 20; i += 5) pattern |= 1 << ((bits >>> i) & 31);
  return pattern;
}
