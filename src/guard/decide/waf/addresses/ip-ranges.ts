import { type Address, type Block, parseBlock, untranslated } from '../../../../base/address.ts';
import { compareFour, upTo, upToFour } from './halving.ts';

type Words = readonly [number, number, number, number];

/**
 * A set of addresses, made from blocks: sorted, merged, and searched by halving. Of IPv4 only the last word
 * is kept.
 */
export class IpRanges {
  readonly #first4: Uint32Array;
  readonly #last4: Uint32Array;
  /** Four words for each range. */
  readonly #first6: Uint32Array;
  readonly #last6: Uint32Array;

  constructor(blocks: readonly Block[]) {
    const four = merged(blocks.filter((b) => b.version === 4));
    const six = merged(blocks.filter((b) => b.version === 6));
    this.#first4 = Uint32Array.from(four, (r) => r.first[3]);
    this.#last4 = Uint32Array.from(four, (r) => r.last[3]);
    this.#first6 = Uint32Array.from(six.flatMap((r) => r.first));
    this.#last6 = Uint32Array.from(six.flatMap((r) => r.last));
  }

  /** Reads blocks in CIDR notation; what is none is left out (whoever read the definition has said so). */
  static of(texts: readonly string[]): IpRanges {
    return new IpRanges(texts.map(parseBlock).filter((b) => b !== null));
  }

  /** How many ranges there are. */
  get size(): number {
    return this.#first4.length + (this.#first6.length >>> 2);
  }

  /** Whether it holds an IPv6 address. */
  get hasSix(): boolean {
    return this.#first6.length > 0;
  }

  /** Calls `each` with the first and the last address of every range of IPv4, as unsigned words. */
  forEach4(each: (first: number, last: number) => void): void {
    this.#first4.forEach((first, i) => {
      each(first, this.#last4[i]!);
    });
  }

  /** The same of IPv6: the eight words of the first and the last address. */
  forEach6(each: (words: readonly number[]) => void): void {
    for (let at = 0; at < this.#first6.length; at += 4)
      each([...this.#first6.subarray(at, at + 4), ...this.#last6.subarray(at, at + 4)]);
  }

  /** Whether it holds an address, or the IPv4 address that a NAT64 made it of. */
  has(address: Address): boolean {
    if (address.version === 4) return this.#has4(address.d);
    if (this.#has6(address)) return true;
    const four = untranslated(address);
    return four.version === 4 && this.#has4(four.d);
  }

  #has4(d: number): boolean {
    const before = upTo(this.#first4, d);
    return before > 0 && d <= this.#last4[before - 1]!;
  }

  #has6({ a, b, c, d }: Address): boolean {
    const before = upToFour(this.#first6, a, b, c, d);
    return before > 0 && compareFour(this.#last6, (before - 1) << 2, a, b, c, d) >= 0;
  }
}

const order = (a: Words, b: Words): number => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3];

/** Sorted, and those that overlap made one. */
function merged(blocks: readonly Block[]): { first: Words; last: Words }[] {
  const ranges: { first: Words; last: Words }[] = [];
  for (const { first, last } of blocks.toSorted((a, b) => order(a.first, b.first))) {
    const before = ranges.at(-1);
    if (before === undefined || order(first, before.last) > 0) ranges.push({ first, last });
    else if (order(last, before.last) > 0) before.last = last;
  }
  return ranges;
}
