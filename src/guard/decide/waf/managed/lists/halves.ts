/**
 * Shared memory in two halves: workers look at one while the operator's side fills the other. There is one
 * writer, and it waits minutes between two fillings, so that nobody still looks at the half that is filled.
 */
export class Halves {
  readonly #header: Int32Array;
  readonly #words: Uint32Array;
  readonly #half: number;

  /** Cells of `halvesBytes(words)` bytes. */
  constructor(cells: SharedArrayBuffer) {
    this.#header = new Int32Array(cells, 0, headerWords);
    this.#words = new Uint32Array(cells, headerWords * 4);
    this.#half = this.#words.length / 2;
  }

  /** Words of each half. */
  get capacity(): number {
    return this.#half;
  }

  /** Where the half begins that holds now, and what was counted when it was filled; all is 0 at first. */
  look(counts: Counts): Uint32Array {
    const active = Atomics.load(this.#header, 0) & 1;
    counts.base = active * this.#half;
    counts.first = this.#header[2 + active * 2]!;
    counts.second = this.#header[3 + active * 2]!;
    return this.#words;
  }

  /** Fills the other half, and makes it the one that holds. */
  lay(first: number, second: number, fill: (words: Uint32Array, base: number) => void): void {
    const next = (Atomics.load(this.#header, 0) & 1) ^ 1;
    fill(this.#words, next * this.#half);
    Atomics.store(this.#header, 2 + next * 2, first);
    Atomics.store(this.#header, 3 + next * 2, second);
    Atomics.add(this.#header, 1, 1);
    Atomics.store(this.#header, 0, next);
  }

  /** How often it was filled. */
  get laid(): number {
    return Atomics.load(this.#header, 1);
  }
}

/** What a look writes into: reused, so that looking allocates nothing. */
export interface Counts {
  base: number;
  first: number;
  second: number;
}

// Which half holds, how often one was filled, and two counts for each half.
const headerWords = 16;

/** The bytes of both halves, of so many words each. */
export const halvesBytes = (words: number): number => 4 * (headerWords + 2 * words);
