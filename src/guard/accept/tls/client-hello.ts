/** What a client says of itself in the first message of TLS (RFC 8446 4.1.2), in its order and with GREASE. */
export interface ClientHello {
  /** `legacy_version`: 0x0303 for TLS 1.2 and 1.3. */
  readonly version: number;
  readonly ciphers: readonly number[];
  /** The types of its extensions. */
  readonly extensions: readonly number[];
  /** In lower case; '' when it named none. */
  readonly serverName: string;
  readonly groups: readonly number[];
  readonly pointFormats: readonly number[];
  readonly signatureAlgorithms: readonly number[];
  readonly versions: readonly number[];
  /** Protocols it would speak (ALPN), one character for each byte. */
  readonly protocols: readonly string[];
}

/** The longest first message that is read: with post-quantum keys one takes under 4 KB. */
const HELLO_BYTES = 16_384;

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const RECORD_HEAD = 5;
const MESSAGE_HEAD = 4;

/**
 * Reads the ClientHello off the first bytes of a connection while they come in, whatever records it is split over: what was read of a record is not read again, in however many pieces it
 * arrives. Never reads past `HELLO_BYTES`.
 */
export class HelloReader {
  /** Where the first record begins that has not come as a whole. */
  #at = 0;
  /** Bytes of the message in the records before, and the first of them: its type and its size. */
  #gathered = 0;
  readonly #head = Buffer.alloc(MESSAGE_HEAD);

  /** `bytes`: all that has come. `more` while it is not whole, `flawed` when the bytes are none. */
  read(bytes: Buffer): ClientHello | 'more' | 'flawed' {
    for (;;) {
      const at = this.#at;
      if (bytes.length > at && bytes[at] !== HANDSHAKE) return 'flawed';
      if (bytes.length < at + RECORD_HEAD) return tooMuch(bytes);
      const length = bytes.readUInt16BE(at + 3);
      if (bytes[at + 1] !== 3 || length === 0 || length > HELLO_BYTES) return 'flawed';
      const from = at + RECORD_HEAD;
      const end = from + length;
      if (this.#gathered < MESSAGE_HEAD) bytes.copy(this.#head, this.#gathered, from, end);
      const gathered = this.#gathered + Math.min(end, bytes.length) - from;
      if (gathered > 0 && this.#head[0] !== CLIENT_HELLO) return 'flawed';
      if (gathered >= MESSAGE_HEAD) {
        const size = this.#head.readUIntBE(1, 3);
        if (size > HELLO_BYTES) return 'flawed';
        if (gathered >= MESSAGE_HEAD + size) return helloIn(bytes, MESSAGE_HEAD + size);
      }
      if (bytes.length < end) return tooMuch(bytes);
      this.#at = end;
      this.#gathered = gathered;
    }
  }
}

/** The first handshake message, of so many bytes, put together from its records. */
function helloIn(bytes: Buffer, size: number): ClientHello | 'flawed' {
  const message = Buffer.alloc(size);
  for (let at = 0, filled = 0; filled < size; ) {
    const from = at + RECORD_HEAD;
    at = from + bytes.readUInt16BE(at + 3);
    filled += bytes.copy(message, filled, from, at);
  }
  try {
    return parse(new Cursor(message.subarray(MESSAGE_HEAD)));
  } catch {
    return 'flawed';
  }
}

const tooMuch = (bytes: Buffer): 'more' | 'flawed' => (bytes.length > 2 * HELLO_BYTES ? 'flawed' : 'more');

function parse(hello: Cursor): ClientHello {
  const version = hello.u16();
  hello.skip(32);
  hello.skip(hello.u8());
  const ciphers = hello.block(hello.u16()).words();
  hello.skip(hello.u8());
  const extensions: number[] = [];
  let serverName = '';
  let groups: number[] = [];
  let pointFormats: number[] = [];
  let signatureAlgorithms: number[] = [];
  let versions: number[] = [];
  let protocols: string[] = [];
  const list = hello.left === 0 ? null : hello.block(hello.u16());
  while (list !== null && list.left > 0) {
    const type = list.u16();
    const body = list.block(list.u16());
    extensions.push(type);
    switch (type) {
      case 0:
        serverName = hostOf(body);
        break;
      case 10:
        groups = body.block(body.u16()).words();
        break;
      case 11:
        pointFormats = body.block(body.u8()).octets();
        break;
      case 13:
        signatureAlgorithms = body.block(body.u16()).words();
        break;
      case 16:
        protocols = body.block(body.u16()).texts();
        break;
      case 43:
        versions = body.block(body.u8()).words();
    }
  }
  return {
    version,
    ciphers,
    extensions,
    serverName,
    groups,
    pointFormats,
    signatureAlgorithms,
    versions,
    protocols,
  };
}

/** RFC 6066 3: one host name. What is no host name breaks the whole: nothing may be chosen by what was misread. */
function hostOf(body: Cursor): string {
  const list = body.block(body.u16());
  if (list.u8() !== 0) throw new RangeError('not a host name');
  const name = list.text(list.u16()).toLowerCase();
  if (!/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?$/.test(name) || name.length > 253 || list.left > 0)
    throw new RangeError('not a host name');
  return name.endsWith('.') ? name.slice(0, -1) : name;
}

/** Reads forward over bytes; whoever reads past their end gets a RangeError. */
class Cursor {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  u8(): number {
    return this.#bytes.readUInt8(this.#at++);
  }

  u16(): number {
    const value = this.#bytes.readUInt16BE(this.#at);
    this.#at += 2;
    return value;
  }

  skip(bytes: number): void {
    if (bytes > this.left) throw new RangeError('past the end');
    this.#at += bytes;
  }

  block(bytes: number): Cursor {
    const from = this.#at;
    this.skip(bytes);
    return new Cursor(this.#bytes.subarray(from, from + bytes));
  }

  text(bytes: number): string {
    const from = this.#at;
    this.skip(bytes);
    return this.#bytes.toString('latin1', from, from + bytes);
  }

  words(): number[] {
    const words: number[] = [];
    while (this.left > 0) words.push(this.u16());
    return words;
  }

  octets(): number[] {
    const octets: number[] = [];
    while (this.left > 0) octets.push(this.u8());
    return octets;
  }

  texts(): string[] {
    const texts: string[] = [];
    while (this.left > 0) texts.push(this.text(this.u8()));
    return texts;
  }
}
