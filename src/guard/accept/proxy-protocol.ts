import { type Address, addressText, parseAddress } from '../../base/address.ts';
import { decimal } from '../../base/http1/http1.ts';

/** What a proxy says in front of a connection's first bytes. */
export interface Preface {
  /** Bytes it takes. */
  readonly used: number;
  /** Who connected to the proxy; null when it speaks for itself (a health check), or does not know. */
  readonly client: Address | null;
  readonly clientPort: number;
  /** The port that was called there; 0 when it is not told. */
  readonly port: number;
}

const SIGNATURE = Buffer.from('\r\n\r\n\0\r\nQUIT\n', 'latin1');
/** The longest line of version 1, with its CRLF; and the most we take of version 2, with what is not read. */
const LINE_BYTES = 107;
const BLOCK_BYTES = 4_096;

/**
 * Reads the preface of the PROXY protocol, version 1 (a line) or 2 (binary). `more` while it is not whole,
 * `flawed` when the bytes are none.
 *
 * haproxy.org/download/3.0/doc/proxy-protocol.txt 2.1, 2.2
 */
export function readPreface(buffer: Buffer): Preface | 'more' | 'flawed' {
  const seen = Math.min(buffer.length, SIGNATURE.length);
  if (buffer.compare(SIGNATURE, 0, seen, 0, seen) === 0)
    return buffer.length < 16 ? 'more' : readBlock(buffer);
  const end = buffer.indexOf('\r\n');
  if (end < 0) {
    const start = buffer.toString('latin1', 0, Math.min(buffer.length, 6));
    return buffer.length < LINE_BYTES && 'PROXY '.startsWith(start) ? 'more' : 'flawed';
  }
  return end + 2 > LINE_BYTES ? 'flawed' : readLine(buffer.toString('latin1', 0, end));
}

function readLine(line: string): Preface | 'flawed' {
  const used = line.length + 2;
  const words = line.split(' ');
  if (words[0] !== 'PROXY') return 'flawed';
  if (words[1] === 'UNKNOWN') return { used, client: null, clientPort: 0, port: 0 };
  const version = words[1] === 'TCP4' ? 4 : words[1] === 'TCP6' ? 6 : 0;
  if (version === 0 || words.length !== 6) return 'flawed';
  const client = parseAddress(words[2]!);
  const called = parseAddress(words[3]!);
  const [clientPort, port] = [decimal(words[4]!), decimal(words[5]!)];
  const six = words[2]!.includes(':');
  if (client === null || called === null || six !== (version === 6)) return 'flawed';
  if (clientPort < 0 || clientPort > 65_535 || port < 0 || port > 65_535) return 'flawed';
  return { used, client, clientPort, port };
}

const LOCAL = 0x20;
const PROXY = 0x21;
const TCP4 = 0x11;
const TCP6 = 0x21;

function readBlock(buffer: Buffer): Preface | 'more' | 'flawed' {
  const command = buffer[12]!;
  const family = buffer[13]!;
  const length = buffer.readUInt16BE(14);
  const used = 16 + length;
  if ((command !== LOCAL && command !== PROXY) || used > BLOCK_BYTES) return 'flawed';
  if (buffer.length < used) return 'more';
  if (command === PROXY && family === TCP4) {
    if (length < 12) return 'flawed';
    const client = parseAddress(addressText(0, 0, 0xffff, buffer.readUInt32BE(16)));
    return { used, client, clientPort: buffer.readUInt16BE(24), port: buffer.readUInt16BE(26) };
  }
  if (command === PROXY && family === TCP6) {
    if (length < 36) return 'flawed';
    const word = (i: number): number => buffer.readUInt32BE(16 + 4 * i);
    const client = parseAddress(addressText(word(0), word(1), word(2), word(3)));
    return { used, client, clientPort: buffer.readUInt16BE(48), port: buffer.readUInt16BE(50) };
  }
  return { used, client: null, clientPort: 0, port: 0 };
}
