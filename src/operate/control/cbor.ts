/**
 * Writes a value in CBOR (RFC 8949), as AWS's rpc-v2 protocol wants it: times as tag 1, numbers that are not whole as
 * doubles. Members that are undefined are left out.
 */
export function encoded(value: unknown): Buffer {
  const parts: Uint8Array[] = [];
  write(value, parts);
  return Buffer.concat(parts);
}

/** Nesting that is read. */
const deepest = 32;

/** Reads one value in CBOR; times as seconds since the epoch. Throws a `RangeError` at what is not whole or not CBOR. */
export function decoded(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  const value = reader.value(0);
  if (!reader.ended) throw new RangeError('something stands behind the value');
  return value;
}

function write(value: unknown, parts: Uint8Array[]): void {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    parts.push(head(3, bytes.length), bytes);
  } else if (typeof value === 'number') {
    parts.push(isWhole(value) ? head(value < 0 ? 1 : 0, value < 0 ? -1 - value : value) : double(value));
  } else if (typeof value === 'boolean') {
    parts.push(Uint8Array.of(value ? 0xf5 : 0xf4));
  } else if (value instanceof Date) {
    parts.push(head(6, 1), double(value.getTime() / 1000));
  } else if (Array.isArray(value)) {
    parts.push(head(4, value.length));
    for (const one of value) write(one, parts);
  } else if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    parts.push(head(5, members.length));
    for (const [name, member] of members) {
      write(name, parts);
      write(member, parts);
    }
  } else {
    parts.push(Uint8Array.of(0xf6));
  }
}

function head(major: number, n: number): Uint8Array {
  const first = major << 5;
  if (n < 24) return Uint8Array.of(first | n);
  const bytes = Buffer.alloc(9);
  bytes[0] = first | 27;
  bytes.writeBigUInt64BE(BigInt(n), 1);
  return bytes;
}

function double(n: number): Uint8Array {
  const bytes = Buffer.alloc(9);
  bytes[0] = 0xfb;
  bytes.writeDoubleBE(n, 1);
  return bytes;
}

/** The end of a list, map or text whose length was not said. */
const END = Symbol('end');

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get ended(): boolean {
    return this.#at === this.#bytes.length;
  }

  value(depth: number): unknown {
    const value = this.#item(depth);
    if (value === END) throw new RangeError('an end where nothing began');
    return value;
  }

  #item(depth: number): unknown {
    if (depth > deepest) throw new RangeError('nested too deep');
    const first = this.#take(1)[0]!;
    const [major, short] = [first >> 5, first & 31];
    if (major === 7) return this.#simple(short);
    const open = short === 31;
    if (open && (major < 2 || major === 6)) throw new RangeError('a number without a length');
    const n = open ? Number.POSITIVE_INFINITY : this.#number(short);
    switch (major) {
      case 0:
        return n;
      case 1:
        return -1 - n;
      case 2:
      case 3:
        return open ? this.#pieces(depth) : this.#take(n).toString(major === 3 ? 'utf8' : 'latin1');
      case 4:
        return this.#list(n, depth);
      case 5:
        return this.#map(n, depth);
      default:
        return this.value(depth + 1);
    }
  }

  #pieces(depth: number): string {
    let text = '';
    for (;;) {
      const piece = this.#item(depth + 1);
      if (piece === END) return text;
      if (typeof piece !== 'string') throw new RangeError('a text of something else');
      text += piece;
    }
  }

  #list(n: number, depth: number): unknown[] {
    const list: unknown[] = [];
    while (list.length < n) {
      const one = this.#item(depth + 1);
      if (one === END) {
        if (n !== Number.POSITIVE_INFINITY) throw new RangeError('a list that ends early');
        break;
      }
      list.push(one);
    }
    return list;
  }

  #map(n: number, depth: number): object {
    const members: [string, unknown][] = [];
    while (members.length < n) {
      const name = this.#item(depth + 1);
      if (name === END && n === Number.POSITIVE_INFINITY) break;
      if (typeof name !== 'string') throw new RangeError('a member without a name');
      members.push([name, this.value(depth + 1)]);
    }
    return Object.fromEntries(members);
  }

  #simple(short: number): unknown {
    switch (short) {
      case 20:
      case 21:
        return short === 21;
      case 22:
      case 23:
        return undefined;
      case 26:
        return this.#take(4).readFloatBE();
      case 27:
        return this.#take(8).readDoubleBE();
      case 31:
        return END;
      default:
        throw new RangeError('a value that is not known');
    }
  }

  #number(short: number): number {
    if (short < 24) return short;
    if (short > 27) throw new RangeError('a number that is not known');
    const bytes = this.#take(2 ** (short - 24));
    const n = bytes.length === 8 ? Number(bytes.readBigUInt64BE()) : bytes.readUIntBE(0, bytes.length);
    if (!Number.isSafeInteger(n)) throw new RangeError('a number that is too large');
    return n;
  }

  #take(n: number): Buffer {
    if (n > this.#bytes.length - this.#at) throw new RangeError('it ends early');
    this.#at += n;
    return this.#bytes.subarray(this.#at - n, this.#at);
  }
}

/** Whether an integer of CBOR holds it: there is no -0 among them. */
const isWhole = (value: number): boolean => Number.isSafeInteger(value) && !Object.is(value, -0);
