import { sextetOf } from './base64-digits.ts';

/**
 * Whether base64, from `from` to `to`, may hold a stream of DEFLATE without a frame (RFC 1951), as SAML sends it in
 * addresses (Bindings 3.4.4.1). It has no mark by which it begins: the head of its first block must make sense, and what
 * it begins with must be a text. Of random bytes two in a thousand pass; most end after a handful of bits.
 */
export function mayBeDeflated(text: string, from: number, to: number): boolean {
  const first = (sextetOf(text, from) << 2) | (sextetOf(text, from + 1) >> 4);
  // 3.2.3: bits are read from the lowest on; the first says whether it is the last block, two its type.
  const type = (first >> 1) & 3;
  if (first < 0 || type === 3) return false;
  const bits = new Bits(text, from, to);
  bits.take(3);
  if (type === 0) return isStored(bits);
  return type === 1 ? isFixed(bits, (first & 1) === 1) : isDynamic(bits);
}

/** 3.2.4: a length, and its complement. */
function isStored(bits: Bits): boolean {
  bits.take(5);
  return (bits.take(16) ^ bits.take(16)) === 0xffff;
}

/** As many characters and repetitions at the beginning are looked at. */
const opening = 12;

/** 3.2.6: what it begins with is a text in UTF-8, and what it repeats was there before. */
function isFixed(bits: Bits, last: boolean): boolean {
  let length = 0;
  // Bytes of a character that are awaited; -1 behind what was repeated, which may end within one.
  let awaited = 0;
  for (let seen = 0; seen < opening && !bits.over; seen++) {
    const symbol = fixedSymbol(bits);
    // A short block may stand in front of another.
    if (symbol === 256) return seen > 3 || !last;
    if (symbol > 256) {
      if (symbol > 285) return false;
      const before = length;
      length += repeated(bits, symbol);
      if (distance(bits) > before) return false;
      awaited = -1;
    } else {
      length++;
      const goesOn = symbol >= 0x80 && symbol < 0xc0;
      if (awaited >= 0 && awaited > 0 !== goesOn) return false;
      if (goesOn) awaited = Math.max(-1, awaited - 1);
      else if (symbol >= 0xc2 && symbol < 0xf5) awaited = symbol < 0xe0 ? 1 : symbol < 0xf0 ? 2 : 3;
      else if (symbol >= 127 || (symbol < 32 && (symbol < 9 || symbol > 13))) return false;
      else awaited = 0;
    }
  }
  return !bits.over;
}

function fixedSymbol(bits: Bits): number {
  let code = 0;
  for (let i = 0; i < 7; i++) code = (code << 1) | bits.take(1);
  if (code < 24) return 256 + code;
  code = (code << 1) | bits.take(1);
  if (code < 192) return code - 48;
  return code < 200 ? 88 + code : ((code << 1) | bits.take(1)) - 256;
}

/** 3.2.5: how many bytes are repeated. */
function repeated(bits: Bits, symbol: number): number {
  if (symbol < 265) return symbol - 254;
  if (symbol === 285) return 258;
  const extra = (symbol - 261) >> 2;
  return ((4 + ((symbol - 265) & 3)) << extra) + 3 + bits.take(extra);
}

/** How far back it stands that is repeated. */
function distance(bits: Bits): number {
  let code = 0;
  for (let i = 0; i < 5; i++) code = (code << 1) | bits.take(1);
  if (code < 4) return code + 1;
  const extra = (code >> 1) - 1;
  return ((2 | (code & 1)) << extra) + 1 + bits.take(extra);
}

/** 3.2.7: the lengths of the codes of lengths make up a whole code, as zlib asks. */
function isDynamic(bits: Bits): boolean {
  if (bits.take(5) > 29 || bits.take(5) > 29) return false;
  let left = 128;
  for (let count = bits.take(4) + 4; count > 0; count--) {
    const length = bits.take(3);
    if (length > 0) left -= 128 >> length;
  }
  return left === 0 && !bits.over;
}

/** The bits of bytes in base64, the lowest of each byte first. */
class Bits {
  readonly #text: string;
  readonly #to: number;
  #at: number;
  /** Bits of the next bytes, from the highest on, and how many. */
  #ahead = 0;
  #aheadCount = 0;
  /** Bits that are read next, and how many. */
  #held = 0;
  #count = 0;
  /** True when more was asked for than there is; zeros were given. */
  over = false;

  constructor(text: string, from: number, to: number) {
    this.#text = text;
    this.#at = from;
    this.#to = to;
  }

  take(count: number): number {
    while (this.#count < count) {
      this.#held |= this.#byte() << this.#count;
      this.#count += 8;
    }
    const bits = this.#held & ((1 << count) - 1);
    this.#held >>>= count;
    this.#count -= count;
    return bits;
  }

  #byte(): number {
    while (this.#aheadCount < 8) {
      if (this.#at >= this.#to) {
        this.over = true;
        return 0;
      }
      const six = sextetOf(this.#text, this.#at++);
      if (six < 0) continue;
      this.#ahead = ((this.#ahead << 6) | six) & 0x3fff;
      this.#aheadCount += 6;
    }
    this.#aheadCount -= 8;
    return (this.#ahead >> this.#aheadCount) & 255;
  }
}
