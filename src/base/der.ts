// DER, the bytes that certificates are written in (X.690 10): as much of it as certificates, revocation lists and
// OCSP need.

export const TAG = Object.freeze({
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  nothing: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8: 0x0c,
  utcTime: 0x17,
  time: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const);

/** One element of a DER text: its tag, its content, and all of its bytes. */
export class Der {
  readonly tag: number;
  readonly body: Buffer;
  readonly raw: Buffer;

  private constructor(tag: number, body: Buffer, raw: Buffer) {
    this.tag = tag;
    this.body = body;
    this.raw = raw;
  }

  /** Reads the one element that the bytes hold. Throws a RangeError on anything else. */
  static read(bytes: Buffer): Der {
    const element = Der.#at(bytes, 0);
    if (element.raw.length !== bytes.length) throw new RangeError('bytes behind the element');
    return element;
  }

  static #at(bytes: Buffer, from: number): Der {
    const tag = bytes.readUInt8(from);
    if ((tag & 0x1f) === 0x1f) throw new RangeError('a tag of more than one byte');
    let length = bytes.readUInt8(from + 1);
    let at = from + 2;
    if (length >= 0x80) {
      const size = length & 0x7f;
      if (size === 0 || size > 4) throw new RangeError('a length that is none');
      length = bytes.readUIntBE(at, size);
      at += size;
    }
    if (at + length > bytes.length) throw new RangeError('an element past the end');
    return new Der(tag, bytes.subarray(at, at + length), bytes.subarray(from, at + length));
  }

  /** The elements inside. */
  get parts(): Der[] {
    const parts: Der[] = [];
    for (let at = 0; at < this.body.length; ) {
      const part = Der.#at(this.body, at);
      parts.push(part);
      at += part.raw.length;
    }
    return parts;
  }

  /** The element itself when it has that tag; otherwise a RangeError. */
  as(tag: number): Der {
    if (this.tag !== tag) throw new RangeError(`tag ${this.tag} where ${tag} should stand`);
    return this;
  }

  /** An object identifier in dots. */
  get oid(): string {
    const { body } = this.as(TAG.oid);
    const arcs: number[] = [];
    let arc = 0;
    for (const byte of body) {
      arc = arc * 128 + (byte & 0x7f);
      if (byte >= 0x80) continue;
      arcs.push(arc);
      arc = 0;
    }
    const first = Math.min(2, Math.floor(arcs[0]! / 40));
    return [first, arcs[0]! - 40 * first, ...arcs.slice(1)].join('.');
  }

  /** An integer as hex in small letters, without zeros in front. */
  get hex(): string {
    return this.body.toString('hex').replace(/^0+(?=.)/, '');
  }

  /** A time, in milliseconds since the epoch. NaN when it is none. */
  get time(): number {
    const text = this.body.toString('latin1');
    const [, year = '', rest = ''] =
      (this.tag === TAG.utcTime ? /^(\d{2})(\d{10})Z$/ : /^(\d{4})(\d{10})Z$/).exec(text) ?? [];
    // RFC 5280 4.1.2.5.1: two digits stand for 1950 to 2049.
    const full = year.length === 2 ? Number(year) + (Number(year) < 50 ? 2000 : 1900) : Number(year);
    const [month, day, hour, minute, second] = rest.match(/../g) ?? [];
    return Date.parse(`${String(full).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}Z`);
  }
}

/** An element of that tag around its content. */
export function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([tag]), lengthOf(length), ...content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const size = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
  const bytes = Buffer.alloc(1 + size);
  bytes[0] = 0x80 | size;
  bytes.writeUIntBE(length, 1, size);
  return bytes;
}

export const sequence = (...parts: readonly Buffer[]): Buffer => der(TAG.sequence, ...parts);

/** A number that is not negative, from its bytes. */
export function integer(bytes: Buffer): Buffer {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from++;
  const plain = bytes.subarray(from);
  return der(TAG.integer, plain[0]! >= 0x80 ? Buffer.concat([Buffer.from([0]), plain]) : plain);
}

/** An object identifier from its dots. */
export function oid(dots: string): Buffer {
  const [first, second, ...rest] = dots.split('.').map(Number);
  const bytes = [first! * 40 + second!, ...rest].flatMap((arc) => {
    const digits = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return der(TAG.oid, Buffer.from(bytes));
}

/** A PEM block of that name. */
export function pem(name: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${name}-----\n${lines.join('\n')}\n-----END ${name}-----\n`;
}

/** The bytes of every PEM block of that name in a text, whatever stands between them. */
export function pemBlocks(name: string, text: string): Buffer[] {
  const begin = `-----BEGIN ${name}-----`;
  const end = `-----END ${name}-----`;
  const blocks: Buffer[] = [];
  for (let at = text.indexOf(begin); at >= 0; at = text.indexOf(begin, at + 1)) {
    const to = text.indexOf(end, at);
    if (to < 0) break;
    blocks.push(Buffer.from(text.slice(at + begin.length, to), 'base64'));
  }
  return blocks;
}
