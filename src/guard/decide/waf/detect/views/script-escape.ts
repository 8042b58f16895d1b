import { hexDigit, hexNumber } from './characters.ts';

/** What was read last: the code of a character; -1 for none at all. A pair would cost an allocation an escape. */
export const undone = { code: -1 };

/**
 * Reads an escape that JSON does not have, and JSON5 and scripts do (ECMA-262 12.9.4): `\xHH`, `\u{…}`, `\v`, octal
 * digits, a line end. The place behind it, when `at` is that behind the backslash; 0 for what is none.
 */
export function scriptEscape(text: string, at: number): number {
  const letter = text.charCodeAt(at);
  if (letter === 120) {
    undone.code = hexNumber(text, at + 1, 2);
    return undone.code < 0 ? 0 : at + 3;
  }
  if (letter === 117) return braced(text, at + 1);
  if (letter >= 48 && letter <= 55) return octal(text, at);
  undone.code = letter === 118 ? 11 : -1;
  if (letter === 118 || letter === 10 || letter === 0x2028 || letter === 0x2029) return at + 1;
  if (letter !== 13) return 0;
  return text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
}

/** Zeros may stand in front, without an end; more than these are written by nobody. */
const mostDigits = 24;

function braced(text: string, at: number): number {
  if (text.charCodeAt(at) !== 123) return 0;
  let code = 0;
  for (let i = at + 1; i < at + mostDigits; i++) {
    const c = text.charCodeAt(i);
    const digit = hexDigit(c);
    if (digit < 0) {
      undone.code = code;
      return c === 125 && i > at + 1 ? i + 1 : 0;
    }
    code = code * 16 + digit;
    if (code > 0x10ffff) return 0;
  }
  return 0;
}

/** Up to `\377` (ECMA-262 B.1.2). */
function octal(text: string, at: number): number {
  const most = text.charCodeAt(at) < 52 ? at + 3 : at + 2;
  let code = 0;
  let end = at;
  for (; end < most; end++) {
    const digit = text.charCodeAt(end) - 48;
    if (!(digit >= 0 && digit <= 7)) break;
    code = code * 8 + digit;
  }
  undone.code = code;
  return end;
}
