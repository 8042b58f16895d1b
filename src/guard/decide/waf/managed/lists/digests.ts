import { hash } from 'node:crypto';
import { type Counts, Halves, halvesBytes } from './halves.ts';

/** Digests that a list can hold. */
const digestRoom = 4_000_000;

export const digestsBytes = halvesBytes(digestRoom * 2);

/** The first 64 bits of a text's SHA-256: two pairs of millions fall together once in a million lists. */
export function digestOf(text: string): readonly [number, number] {
  const bytes = hash('sha256', text, 'buffer');
  return [bytes.readUInt32BE(0), bytes.readUInt32BE(4)];
}

/** A list of digests in shared memory, which can be replaced while workers look at it. */
export class SharedDigests {
  readonly #halves: Halves;
  readonly #counts: Counts = { base: 0, first: 0, second: 0 };

  constructor(cells: SharedArrayBuffer) {
    this.#halves = new Halves(cells);
  }

  has(high: number, low: number): boolean {
    const words = this.#halves.look(this.#counts);
    const { base } = this.#counts;
    let from = 0;
    let to = this.#counts.first;
    while (from < to) {
      const middle = (from + to) >>> 1;
      const at = base + middle * 2;
      const order = words[at]! - high || words[at + 1]! - low;
      if (order === 0) return true;
      if (order < 0) from = middle + 1;
      else to = middle;
    }
    return false;
  }

  get size(): number {
    this.#halves.look(this.#counts);
    return this.#counts.first;
  }

  /** Replaces all of it with digests of 64 bits, in any order; how many there was no room for comes back. */
  lay(digests: BigUint64Array): number {
    digests.sort();
    const count = Math.min(digests.length, digestRoom);
    this.#halves.lay(count, 0, (words, base) => {
      for (let i = 0; i < count; i++) {
        words[base + i * 2] = Number(digests[i]! >> 32n);
        words[base + i * 2 + 1] = Number(digests[i]! & 0xffffffffn);
      }
    });
    return digests.length - count;
  }
}
