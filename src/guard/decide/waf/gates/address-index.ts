import { type Address, untranslated } from '../../../../base/address.ts';
import type { IpRanges } from '../addresses/ip-ranges.ts';

/** Blocks over all sets that are worth sorting into one index. */
const mostRanges = 400_000;
const none: readonly number[] = Object.freeze([]);

/** Finds which of many sets an address lies in, with one search for IPv4. */
export class AddressIndex {
  /** Where a stretch of addresses begins that lie in the same sets, and which those are. */
  readonly #from: Uint32Array;
  readonly #sets: readonly (readonly number[])[];
  /** Sets with IPv6 blocks, which may hold any IPv6 address. */
  readonly #six: readonly number[];

  constructor(all: readonly IpRanges[]) {
    const edges = new Map<number, { readonly opens: number[]; readonly closes: number[] }>();
    const edge = (at: number) => {
      let found = edges.get(at);
      if (found === undefined) {
        found = { opens: [], closes: [] };
        edges.set(at, found);
      }
      return found;
    };
    all.forEach((ranges, set) => {
      ranges.forEach4((first, last) => {
        edge(first).opens.push(set);
        if (last < 0xffffffff) edge(last + 1).closes.push(set);
      });
    });
    const sorted = [...edges].sort((a, b) => a[0] - b[0]);
    const inside = new Set<number>();
    this.#from = Uint32Array.from(sorted, ([at]) => at);
    this.#sets = sorted.map(([, { opens, closes }]) => {
      for (const set of closes) inside.delete(set);
      for (const set of opens) inside.add(set);
      return inside.size === 0 ? none : [...inside];
    });
    this.#six = all.flatMap((ranges, set) => (ranges.hasSix ? [set] : []));
  }

  static fit(all: readonly IpRanges[]): boolean {
    return all.reduce((sum, ranges) => sum + ranges.size, 0) <= mostRanges;
  }

  /** The sets that an address may lie in: exactly those for IPv4. */
  of(address: Address): readonly number[] {
    if (address.version === 6) {
      const four = untranslated(address);
      return four.version === 4 ? [...this.#six, ...this.of(four)] : this.#six;
    }
    const from = this.#from;
    let low = 0;
    let high = from.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (from[middle]! <= address.d) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? none : this.#sets[low - 1]!;
  }
}
