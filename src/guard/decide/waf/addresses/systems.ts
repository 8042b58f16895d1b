import type { Address } from '../../../../base/address.ts';
import { upTo, upToFour } from './halving.ts';

/**
 * Which autonomous system addresses belong to: stretches of addresses, each from where it begins to where the next one
 * does, searched by halving. It lies in one piece of memory, which threads can share.
 *
 *     stretches of IPv4, of IPv6 | where each begins, its system (IPv4) | the same of IPv6, where it begins in four words
 */
export class Systems {
  readonly #from4: Uint32Array;
  readonly #of4: Uint32Array;
  readonly #from6: Uint32Array;
  readonly #of6: Uint32Array;

  /** Over what `laid` gave, aligned to words. */
  constructor({ buffer, byteOffset }: Uint8Array) {
    const [four, six] = new Uint32Array(buffer, byteOffset, 2) as unknown as [number, number];
    let at = byteOffset + 8;
    const next = (words: number): Uint32Array => {
      const part = new Uint32Array(buffer, at, words);
      at += words * 4;
      return part;
    };
    this.#from4 = next(four);
    this.#of4 = next(four);
    this.#from6 = next(six * 4);
    this.#of6 = next(six);
  }

  /** The number of the system that an address belongs to; 0 when it is not known. */
  of({ version, a, b, c, d }: Address): number {
    const before = version === 4 ? upTo(this.#from4, d) : upToFour(this.#from6, a, b, c, d);
    return before === 0 ? 0 : (version === 4 ? this.#of4 : this.#of6)[before - 1]!;
  }
}

/** Stretches of one version, in order, while they are gathered; addresses are four words, of IPv4 the last one counts. */
export class Stretches {
  readonly #width: 1 | 4;
  #from: Uint32Array;
  #of: Uint32Array;
  #count = 0;

  constructor(width: 1 | 4) {
    this.#width = width;
    this.#from = new Uint32Array(8_192 * width);
    this.#of = new Uint32Array(8_192);
  }

  get count(): number {
    return this.#count;
  }

  /** From this address on they belong to a system, up to what is added next. */
  add(address: Uint32Array, system: number): void {
    if (this.#count > 0 && this.#of[this.#count - 1] === system) return;
    if (this.#count === this.#of.length) {
      this.#from = grown(this.#from);
      this.#of = grown(this.#of);
    }
    const width = this.#width;
    for (let i = 0; i < width; i++) this.#from[this.#count * width + i] = address[4 - width + i]!;
    this.#of[this.#count++] = system;
  }

  /** Copies them to a place; gives where they end, in words. */
  lay(words: Uint32Array, at: number): number {
    const middle = at + this.#count * this.#width;
    words.set(this.#from.subarray(0, this.#count * this.#width), at);
    words.set(this.#of.subarray(0, this.#count), middle);
    return middle + this.#count;
  }
}

/** The memory of `Systems`. */
export function laid(four: Stretches, six: Stretches): Uint8Array {
  const words = new Uint32Array(2 + four.count * 2 + six.count * 5);
  words[0] = four.count;
  words[1] = six.count;
  six.lay(words, four.lay(words, 2));
  return new Uint8Array(words.buffer);
}

function grown(words: Uint32Array): Uint32Array {
  const larger = new Uint32Array(words.length * 2);
  larger.set(words);
  return larger;
}
