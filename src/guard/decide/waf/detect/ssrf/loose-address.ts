/** An address as C libraries and browsers read it, and whether it was written as people write it. */
export interface LooseAddress {
  /** IPv4, or the IPv4 address inside an IPv6 one; -1 when there is none. */
  readonly v4: number;
  /** The eight groups of an IPv6 address. */
  readonly v6: readonly number[] | null;
  /** Decimal as a whole, octal, hexadecimal, short, or IPv4 inside IPv6: seldom written by a person. */
  readonly odd: boolean;
}

/** Reads `127.0.0.1`, `2130706433`, `0x7f.1`, `0177.0.0.1`, `127.1` (inet_aton), and IPv6 without its brackets. */
export function looseAddress(host: string): LooseAddress | null {
  if (host.length === 0 || host.length > 64) return null;
  if (host.includes(':')) return v6(host);
  const c = host.charCodeAt(0);
  if (c < 48 || c > 57) return null;
  return v4(host);
}

function v4(host: string): LooseAddress | null {
  const parts = host.split('.');
  if (parts.length > 4) return null;
  let odd = parts.length < 4;
  let value = 0;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    const last = i === parts.length - 1;
    const number = partOf(part);
    if (number < 0) return null;
    if (part.length > 1 && part.charCodeAt(0) === 48) odd = true;
    // Some libraries let a part wrap around: `http://127.0.0.257`, `http://425.510.425.510`.
    if (number > 255 && !last) odd = true;
    if (last) {
      const room = 2 ** (8 * (5 - parts.length));
      if (number >= room) odd = true;
      value = (value * room + (number % room)) % 2 ** 32;
    } else value = value * 256 + (number % 256);
  }
  return { v4: value, v6: null, odd };
}

function partOf(part: string): number {
  if (/^0x[0-9a-f]{1,16}$/i.test(part)) return Number.parseInt(part.slice(-12), 16);
  if (/^0[0-7]{1,20}$/.test(part)) return Number.parseInt(part.slice(-12), 8);
  return /^\d{1,12}$/.test(part) ? Number(part) : -1;
}

function v6(host: string): LooseAddress | null {
  const zone = host.indexOf('%');
  let text = zone < 0 ? host : host.slice(0, zone);
  let odd = zone >= 0;
  const dot = text.indexOf('.');
  if (dot > 0) {
    const colon = text.lastIndexOf(':', dot);
    const tail = v4(text.slice(colon + 1));
    if (tail === null) return null;
    text = `${text.slice(0, colon + 1)}${Math.floor(tail.v4 / 65536).toString(16)}:${(tail.v4 % 65536).toString(16)}`;
  }
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = groups(halves[0]!);
  const tail = halves.length === 2 ? groups(halves[1]!) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  const all = [...head, ...new Array<number>(missing).fill(0), ...tail];
  const zeros = (to: number): boolean => all.slice(0, to).every((group) => group === 0);
  const low = all[6]! * 65536 + all[7]!;
  // Mapped, compatible, translated (RFC 6052), 6to4, Teredo (RFC 4380 4) and ISATAP addresses hold one of IPv4.
  let inner = -1;
  if (zeros(5) && all[5] === 0xffff) inner = low;
  else if (zeros(4) && all[4] === 0xffff && all[5] === 0) inner = low;
  else if (all[0] === 0x64 && all[1] === 0xff9b) inner = low;
  else if (all[0] === 0x2002) inner = all[1]! * 65536 + all[2]!;
  else if (all[0] === 0x2001 && all[1] === 0) inner = ~low >>> 0;
  else if ((all[4]! & 0xfdff) === 0 && all[5] === 0x5efe) inner = low;
  else if (zeros(6) && low > 0xffff) inner = low;
  if (inner >= 0) odd = true;
  // `0:0:0:0:0:0:0:1` and `[0000::1]` are `[::1]`.
  if (zeros(7) && host.length > 3) odd = true;
  return { v4: inner, v6: all, odd };
}

function groups(text: string): number[] | null {
  if (text === '') return [];
  const found: number[] = [];
  for (const part of text.split(':')) {
    if (!/^[0-9a-f]{1,4}$/i.test(part)) return null;
    found.push(Number.parseInt(part, 16));
  }
  return found.length > 8 ? null : found;
}
