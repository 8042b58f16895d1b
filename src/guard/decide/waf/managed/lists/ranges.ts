import { type Address, untranslated } from '../../../../../base/address.ts';
import type { IpRanges } from '../../addresses/ip-ranges.ts';
import { type Counts, Halves, halvesBytes } from './halves.ts';

/** How many ranges of either version a list can hold. */
export interface Room {
  readonly four: number;
  readonly six: number;
}

/** Of lists that are about the whole internet; and of one bot's own addresses. */
export const wideRoom: Room = { four: 400_000, six: 100_000 };
export const narrowRoom: Room = { four: 8_000, six: 8_000 };

export const rangesBytes = ({ four, six }: Room): number => halvesBytes(four * 2 + six * 8);

/** A list of addresses in shared memory, which can be replaced while workers look at it. */
export class SharedRanges {
  readonly #halves: Halves;
  readonly #room: Room;
  readonly #counts: Counts = { base: 0, first: 0, second: 0 };

  constructor(cells: SharedArrayBuffer, room: Room) {
    this.#halves = new Halves(cells);
    this.#room = room;
  }

  /** Whether it holds an address, or the IPv4 address that a NAT64 made it of. */
  has(address: Address): boolean {
    const counts = this.#counts;
    const words = this.#halves.look(counts);
    if (address.version === 6) {
      if (has6(words, counts.base + this.#room.four * 2, counts.second, address)) return true;
      const four = untranslated(address);
      return four.version === 4 && has4(words, counts.base, counts.first, four.d);
    }
    return has4(words, counts.base, counts.first, address.d);
  }

  /** How many ranges it holds. */
  get size(): number {
    this.#halves.look(this.#counts);
    return this.#counts.first + this.#counts.second;
  }

  /** Replaces all of it; what there is no room for is left out, and how many ranges that were comes back. */
  lay(ranges: IpRanges): number {
    const four: number[] = [];
    const six: number[] = [];
    ranges.forEach4((first, last) => void four.push(first, last));
    ranges.forEach6((words) => void six.push(...words));
    const fours = Math.min(four.length / 2, this.#room.four);
    const sixes = Math.min(six.length / 8, this.#room.six);
    this.#halves.lay(fours, sixes, (words, base) => {
      for (let i = 0; i < fours * 2; i++) words[base + i] = four[i]!;
      const at = base + this.#room.four * 2;
      for (let i = 0; i < sixes * 8; i++) words[at + i] = six[i]!;
    });
    return four.length / 2 - fours + (six.length / 8 - sixes);
  }
}

/** Each range is two words. */
function has4(words: Uint32Array, base: number, count: number, d: number): boolean {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (words[base + middle * 2]! <= d) low = middle + 1;
    else high = middle;
  }
  return low > 0 && d <= words[base + low * 2 - 1]!;
}

/** Each range is eight words. */
function has6(words: Uint32Array, base: number, count: number, address: Address): boolean {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(words, base + middle * 8, address) <= 0) low = middle + 1;
    else high = middle;
  }
  return low > 0 && compare(words, base + low * 8 - 4, address) >= 0;
}

const compare = (words: Uint32Array, at: number, { a, b, c, d }: Address): number =>
  words[at]! - a || words[at + 1]! - b || words[at + 2]! - c || words[at + 3]! - d;
