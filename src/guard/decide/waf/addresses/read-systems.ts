import { readRegular } from '../../../../base/regular-file.ts';
import { laid, Stretches } from './systems.ts';

/**
 * Reads the two files of a database of autonomous systems, in the form of ip-location-db's `-num.csv`: rows of first
 * address, last address, number and name, addresses as decimal numbers, in order. Gives the memory of `Systems`. Throws
 * with file and line what is none, and what was cut short. Names are passed over.
 */
export function readSystems(four: string, six: string): Uint8Array {
  return laid(stretches(four, 1), stretches(six, 4));
}

const lf = 10;
const cr = 13;
const comma = 44;
const quote = 34;

function stretches(file: string, width: 1 | 4): Stretches {
  const bytes = readRegular(file);
  const rows = new Rows(bytes, file, width);
  const all = new Stretches(width);
  const next = new Uint32Array(4);
  const before = new Uint32Array(4);
  let begun = false;
  while (rows.next()) {
    const { first, last } = rows;
    if (begun && order(first, before) <= 0) throw rows.wrong('begins no later than the row before it');
    if (order(last, first) < 0) throw rows.wrong('ends before it begins');
    // Where rows overlap, the one that begins later has it.
    if (begun && order(first, next) > 0) all.add(next, 0);
    all.add(first, rows.system);
    before.set(first);
    next.set(last);
    begun = true;
    if (!increment(next, width)) return whole(all, rows);
  }
  if (!begun) throw rows.wrong('is missing: the file is empty');
  all.add(next, 0);
  return all;
}

/** After the row that ends with the last address of all, which nothing may follow. */
function whole(all: Stretches, rows: Rows): Stretches {
  if (rows.next()) throw rows.wrong('begins no later than the row before it');
  return all;
}

/** The rows of a file, one after another. */
class Rows {
  readonly first = new Uint32Array(4);
  readonly last = new Uint32Array(4);
  system = 0;

  readonly #bytes: Buffer;
  readonly #file: string;
  readonly #width: 1 | 4;
  readonly #number = new Uint32Array(4);
  #at = 0;
  #line = 0;

  constructor(bytes: Buffer, file: string, width: 1 | 4) {
    this.#bytes = bytes;
    this.#file = file;
    this.#width = width;
  }

  /** Reads the next row; false when there is none. */
  next(): boolean {
    this.#line++;
    if (this.#at === this.#bytes.length) return false;
    this.#read(this.first, this.#width);
    this.#read(this.last, this.#width);
    this.#read(this.#number, 1);
    this.system = this.#number[3]!;
    this.#passName();
    return true;
  }

  wrong(what: string): TypeError {
    return new TypeError(`${this.#file}:${this.#line}: the row ${what}`);
  }

  /** A decimal number of so many words, and the comma behind it. */
  #read(into: Uint32Array, width: 1 | 4): void {
    const bytes = this.#bytes;
    const from = this.#at;
    let at = from;
    let digits = 0;
    let scale = 1;
    let fits = true;
    into.fill(0);
    for (; at < bytes.length; at++) {
      const digit = bytes[at]! - 48;
      if (digit < 0 || digit > 9) break;
      digits = digits * 10 + digit;
      scale *= 10;
      if (scale < 1e6) continue;
      fits = append(into, scale, digits) && fits;
      digits = 0;
      scale = 1;
    }
    fits = append(into, scale, digits) && fits;
    if (at === bytes.length) throw this.#cut();
    if (at === from || bytes[at] !== comma) throw this.wrong('must be first,last,number,name');
    if (!fits || (width === 1 && (into[0] !== 0 || into[1] !== 0 || into[2] !== 0)))
      throw this.wrong(`has a number of more than ${width * 32} bits`);
    this.#at = at + 1;
  }

  #passName(): void {
    const bytes = this.#bytes;
    let at = this.#at;
    if (bytes[at] === quote) {
      // A quote within a name is written twice, and closes and opens it.
      do {
        at = bytes.indexOf(quote, at + 1) + 1;
        if (at === 0) throw this.#cut();
      } while (bytes[at] === quote);
      for (let i = this.#at; i < at; i++) if (bytes[i] === lf) this.#line++;
    } else {
      at = bytes.indexOf(lf, at);
      if (at < 0) throw this.#cut();
    }
    if (bytes[at] === cr) at++;
    if (at >= bytes.length) throw this.#cut();
    if (bytes[at] !== lf) throw this.wrong('must be first,last,number,name');
    this.#at = at + 1;
  }

  #cut(): TypeError {
    return this.wrong('does not end: the file was cut short');
  }
}

/**
 * Appends decimal digits (`scale` is ten to their number, at most 1e6) to a number of 128 bits; false: it is too
 * large.
 */
function append(words: Uint32Array, scale: number, digits: number): boolean {
  let carry = digits;
  for (let i = 3; i >= 0; i--) {
    const product = words[i]! * scale + carry;
    words[i] = product;
    carry = Math.floor(product / 2 ** 32);
  }
  return carry === 0;
}

const order = (a: Uint32Array, b: Uint32Array): number =>
  a[0]! - b[0]! || a[1]! - b[1]! || a[2]! - b[2]! || a[3]! - b[3]!;

/** Adds one; false when there is no address behind it. */
function increment(words: Uint32Array, width: 1 | 4): boolean {
  for (let i = 3; i >= 4 - width; i--) {
    words[i]!++;
    if (words[i] !== 0) return true;
  }
  return false;
}
