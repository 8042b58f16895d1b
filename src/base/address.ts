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
  const bare = zone < 0 ? text : text.slice(0, zone);
  if (!ipaddr.IPv6.isValid(bare)) return null;
  return fromParts(ipaddr.IPv6.parse(bare));
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

/** A block of addresses: the first and the last, as words of 128-bit addresses. */
export interface Block {
  readonly version: 4 | 6;
  readonly first: readonly [number, number, number, number];
  readonly last: readonly [number, number, number, number];
  readonly text: string;
}

/** Reads `10.0.0.0/8`, `2001:db8::/32` or a bare address; null when it is neither. Host bits are cleared. */
export function parseBlock(text: string): Block | null {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === null) return null;
  const width = address.version === 4 ? 32 : 128;
  const digits = slash < 0 ? String(width) : text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(digits) || Number(digits) > width) return null;
  const bits = Number(digits) + (128 - width);
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
    text: `${addressText(first[0]!, first[1]!, first[2]!, first[3]!)}/${digits}`,
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
