/** Code units that become a text: one byte each for as long as all are below 256, two from then on. */
export class Characters {
  #units: Uint8Array | Uint16Array;
  #length = 0;

  /** `most`: how many there will be at the most. */
  constructor(most: number) {
    this.#units = new Uint8Array(most);
  }

  put(unit: number): void {
    if (unit > 255 && this.#units instanceof Uint8Array) this.#units = new Uint16Array(this.#units);
    this.#units[this.#length++] = unit;
  }

  /** Takes two units where the code lies above U+FFFF. */
  putPoint(code: number): void {
    if (code > 0xffff) this.put(0xd800 + ((code - 0x10000) >> 10));
    this.put(code > 0xffff ? 0xdc00 + ((code - 0x10000) & 0x3ff) : code);
  }

  text(): string {
    const { buffer, byteOffset, BYTES_PER_ELEMENT } = this.#units;
    const bytes = Buffer.from(buffer, byteOffset, this.#length * BYTES_PER_ELEMENT);
    return BYTES_PER_ELEMENT === 1 ? bytes.toString('latin1') : bytes.toString('utf16le');
  }
}

/** The value of a hexadecimal digit; -1 for what is none. */
export function hexDigit(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  const small = c | 32;
  return small >= 97 && small <= 102 ? small - 87 : -1;
}

/** The value of `count` hexadecimal digits from `at` on; -1 when they are not there. */
export function hexNumber(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = hexDigit(text.charCodeAt(i));
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

export const isAlphanumeric = (c: number): boolean =>
  (c >= 48 && c <= 57) || ((c | 32) >= 97 && (c | 32) <= 122);
