import ipaddr from 'ipaddr.js';

/** An address as 128 bits; IPv4 stands in its IPv4-mapped form (RFC 4291 2.5.5.2). */
export interface Address {
  readonly version: 4 | 6;
  /** The four 32-bit words, unsigned, most significant first. */
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  /** The canonical text: `203.0.113.7`, `2001:db8::1`. An IPv4-mapped IPv6 address is written as IPv4. */
  readonly text: string;
}

/** Reads an address; null when the text is not one. Zone ids (`fe80::1%eth0`) are dropped. */
export function parseAddress(text: string): Address | null {
  const v4 = parseV4(text);
  if (v4 >= 0) return { version: 4, a: 0, b: 0, c: 0xffff, d: v4, text };
  if (!text.includes(':')) return null;
  const zone = text.indexOf('%');
  const bare = inGroups(zone < 0 ? text : text.slice(0, zone));
  if (bare === '' || !ipaddr.IPv6.isValid(bare)) return null;
  return fromParts(ipaddr.IPv6.parse(bare));
}

/**
 * `::ffff:192.0.2.1` with its IPv4 part in two groups; '' when that is none. The library reads octal and hexadecimal
 * numbers there, and `::192.0.2.1` (RFC 4291 2.5.5.1) as the IPv4 address, which is another one.
 */
function inGroups(text: string): string {
  if (!text.includes('.')) return text;
  const from = text.lastIndexOf(':') + 1;
  const v4 = parseV4(text.slice(from));
  return v4 < 0 ? '' : `${text.slice(0, from)}${(v4 >>> 16).toString(16)}:${(v4 & 0xffff).toString(16)}`;
}

function fromParts(six: ipaddr.IPv6): Address {
  const p = six.parts;
  const word = (i: number): number => ((p[i]! << 16) | p[i + 1]!) >>> 0;
  const [a, b, c, d] = [word(0), word(2), word(4), word(6)];
  if (a === 0 && b === 0 && c === 0xffff) return { version: 4, a, b, c, d, text: textV4(d) };
  return { version: 6, a, b, c, d, text: six.toRFC5952String() };
}

/** Four decimal octets without leading zeros, as an unsigned word; -1 when the text is anything else. */
function parseV4(text: string): number {
  const n = text.length;
  if (n < 7 || n > 15) return -1;
  let word = 0;
  let octet = -1;
  let dots = 0;
  for (let i = 0; i < n; i++) {
    const c = text.charCodeAt(i);
    if (c === 46) {
      if (octet < 0 || ++dots > 3) return -1;
      word = word * 256 + octet;
      octet = -1;
    } else if (c >= 48 && c <= 57) {
      if (octet === 0) return -1;
      octet = octet < 0 ? c - 48 : octet * 10 + (c - 48);
      if (octet > 255) return -1;
    } else return -1;
  }
  return dots === 3 && octet >= 0 ? word * 256 + octet : -1;
}

const textV4 = (d: number): string => `${d >>> 24}.${(d >>> 16) & 255}.${(d >>> 8) & 255}.${d & 255}`;

/** The text of an address given by its words. */
export function addressText(a: number, b: number, c: number, d: number): string {
  if (a === 0 && b === 0 && c === 0xffff) return textV4(d);
  const parts = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff, c >>> 16, c & 0xffff, d >>> 16, d & 0xffff];
  return new ipaddr.IPv6(parts).toRFC5952String();
}

/** Whether an address is an IPv4 one as a NAT64 shows it: 64:ff9b::/96, RFC 6052 2.1. Many clients share that /64. */
export const isTranslated = ({ a, b, c }: Address): boolean => a === 0x64ff9b && b === 0 && c === 0;

/** Whether an address is one of a tunnel, 6to4 or Teredo (RFC 3056, RFC 4380): its network is that of no client. */
export const isTunnelled = ({ a }: Address): boolean => a >>> 16 === 0x2002 || a === 0x20010000;

/**
 * The IPv4 address behind one that a NAT64 made of it; any other address as it is. A NAT64 makes none of an address
 * that is not global (RFC 6052 3.1): such a one is somebody's own and stays what it is, so that nobody comes to stand
 * in a list of private addresses.
 */
export function untranslated(address: Address): Address {
  const { d } = address;
  if (!isTranslated(address) || !isGlobal(d)) return address;
  return { version: 4, a: 0, b: 0, c: 0xffff, d, text: textV4(d) };
}

/** Whether an IPv4 address may stand on the internet (RFC 6890 2.2.2; those of documentation pass for it). */
function isGlobal(d: number): boolean {
  const [first, second] = [d >>> 24, (d >>> 16) & 255];
  if (first === 0 || first === 10 || first === 127 || first >= 224) return false;
  if (first === 100) return second < 64 || second > 127;
  if (first === 169) return second !== 254;
  if (first === 172) return second < 16 || second > 31;
  if (first === 192) return second !== 168 && d >>> 8 !== 0xc00000;
  return first !== 198 || (second !== 18 && second !== 19);
}

/** What one client has, as a text: its IPv4 address, also behind a NAT64, or the /64 that its IPv6 address lies in. */
export function networkOf(address: Address): string {
  const { a, b, d, version } = address;
  if (version === 4) return address.text;
  return isTranslated(address) ? textV4(d) : `${addressText(a, b, 0, 0)}/64`;
}

/** A block of addresses: the first and the last, as words of 128-bit addresses. */
export interface Block {
  readonly version: 4 | 6;
  readonly first: readonly [number, number, number, number];
  readonly last: readonly [number, number, number, number];
  readonly text: string;
}

/**
 * Reads `10.0.0.0/8`, `2001:db8::/32` or a bare address; null when it is neither. Host bits are cleared. A block of
 * IPv4-mapped addresses (`::ffff:10.0.0.0/104`) is one of IPv4; a zone has none.
 */
export function parseBlock(text: string): Block | null {
  const slash = text.indexOf('/');
  const start = slash < 0 ? text : text.slice(0, slash);
  const address = start.includes('%') ? null : parseAddress(start);
  if (address === null) return null;
  const width = start.includes(':') ? 128 : 32;
  const digits = slash < 0 ? String(width) : text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(digits) || Number(digits) > width) return null;
  const bits = Number(digits) + (128 - width);
  // Shorter ones hold more than IPv4.
  if (address.version === 4 && bits < 96) return null;
  const words = [address.a, address.b, address.c, address.d];
  const first: number[] = [];
  const last: number[] = [];
  for (let i = 0; i < 4; i++) {
    const kept = Math.min(32, Math.max(0, bits - 32 * i));
    const mask = kept === 0 ? 0 : (0xffffffff << (32 - kept)) >>> 0;
    first.push((words[i]! & mask) >>> 0);
    last.push((words[i]! | ~mask) >>> 0);
  }
  return {
    version: address.version,
    first: first as unknown as Block['first'],
    last: last as unknown as Block['last'],
    text: `${addressText(first[0]!, first[1]!, first[2]!, first[3]!)}/${address.version === 4 ? bits - 96 : bits}`,
  };
}

/** Whether an address lies in one of a few blocks. */
export function isIn(address: Address, blocks: readonly Block[]): boolean {
  for (const { first, last } of blocks) {
    if (compare(address, first) >= 0 && compare(address, last) <= 0) {
      return true;
    }
  }
  return false;
}

function compare(address: Address, words: Block['first']): number {
  return address.a - words[0] || address.b - words[1] || address.c - words[2] || address.d - words[3];
}
