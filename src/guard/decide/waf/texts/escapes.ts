/** The value of a hexadecimal digit; -1 for what is none. */
export function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const small = code | 32;
  return small >= 97 && small <= 102 ? small - 87 : -1;
}

/** The value of two hexadecimal digits; -1 when they are not there. */
export function hexByte(text: string, at: number): number {
  const high = hexDigit(text.charCodeAt(at));
  const low = hexDigit(text.charCodeAt(at + 1));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/**
 * The byte that the four hexadecimal digits of `%uHHHH` and `\uHHHH` stand for: the low one, and for the full-width
 * forms FF01 to FF5E the ASCII character they are drawn like. -1 when the digits are not there.
 */
export function unicodeByte(text: string, at: number): number {
  const high = hexByte(text, at);
  const low = hexByte(text, at + 2);
  if (high < 0 || low < 0) return -1;
  return asciiOf(high, low);
}

/** The low byte of a code, or the ASCII character that a full-width form is drawn like. */
export const asciiOf = (high: number, low: number): number =>
  high === 0xff && low >= 0x01 && low <= 0x5e ? low + 0x20 : low;

/** How many octal digits stand there, `most` at the most. */
export function octalDigits(text: string, at: number, most: number): number {
  let digits = 0;
  while (digits < most && (text.charCodeAt(at + digits) & ~7) === 48) digits++;
  return digits;
}

/** The bytes of `\a \b \f \n \r \t \v` by the code of their letter; -1 for other letters. */
export function controlOf(letter: number): number {
  switch (letter) {
    case 97:
      return 7;
    case 98:
      return 8;
    case 102:
      return 12;
    case 110:
      return 10;
    case 114:
      return 13;
    case 116:
      return 9;
    case 118:
      return 11;
    default:
      return -1;
  }
}
