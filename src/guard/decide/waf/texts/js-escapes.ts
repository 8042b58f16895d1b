import type { Bytes } from './bytes.ts';
import { hexByte, octalDigits, unicodeByte } from './escapes.ts';

/**
 * Reads JavaScript’s numeric escape behind the backslash at `from` (`\uHHHH`, `\xHH`, up to three octal digits)
 * and says how long it is with the backslash: 0 when there is none.
 */
export function numericEscape(text: string, from: number, out: Bytes): number {
  const letter = text.charCodeAt(from + 1);
  if (letter === 117) return put(unicodeByte(text, from + 2), 6, out);
  if (letter === 120) return put(hexByte(text, from + 2), 4, out);
  // Three octal digits are one byte only when they begin with 0 to 3.
  const digits = octalDigits(text, from + 1, letter <= 51 ? 3 : 2);
  if (digits === 0) return 0;
  return put(Number.parseInt(text.slice(from + 1, from + 1 + digits), 8), digits + 1, out);
}

function put(byte: number, length: number, out: Bytes): number {
  if (byte < 0) return 0;
  out.put(byte);
  return length;
}
