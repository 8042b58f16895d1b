import { hexDigit, hexNumber } from './characters.ts';
import { Rewriting } from './rewriting.ts';

/**
 * A text with its numeric backslash escapes undone: `\xHH`, `\uHHHH`, `\u{…}`, `\UHHHHHHHH` and two or three octal
 * digits of a printable character. Backslashes before one are one (`\\u003c`: a string within a string). The text itself
 * when there is none.
 */
export function unescaped(text: string): string {
  let out: Rewriting | null = null;
  for (let at = text.indexOf('\\'); at >= 0; ) {
    let letter = at + 1;
    while (text.charCodeAt(letter) === 92) letter++;
    const end = escapeAt(text, letter);
    if (end > 0) {
      out ??= new Rewriting(text);
      out.replace(at, end, found);
    }
    at = text.indexOf('\\', end > 0 ? end : letter);
  }
  return out === null ? text : out.text();
}

// The code that was found; a pair would cost an allocation an escape.
let found = 0;

/** Reads what stands behind the backslash; the place behind it, 0 when it is no escape. */
function escapeAt(text: string, at: number): number {
  const letter = text.charCodeAt(at);
  if (letter === 120) return hex(text, at + 1, 2);
  if (letter === 85) return hex(text, at + 1, 8);
  if (letter === 117) return text.charCodeAt(at + 1) === 123 ? braced(text, at + 2) : hex(text, at + 1, 4);
  if (letter < 48 || letter > 55) return 0;
  const most = letter < 50 ? 3 : 2;
  found = 0;
  for (let i = at; i < at + most; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 7)) return 0;
    found = found * 8 + digit;
  }
  return found >= 32 && found < 127 ? at + most : 0;
}

function hex(text: string, at: number, digits: number): number {
  found = hexNumber(text, at, digits);
  return found < 0 || found > 0x10ffff ? 0 : at + digits;
}

function braced(text: string, at: number): number {
  found = 0;
  let end = at;
  for (; end < at + 8; end++) {
    const digit = hexDigit(text.charCodeAt(end));
    if (digit < 0) break;
    found = found * 16 + digit;
  }
  return end > at && text.charCodeAt(end) === 125 && found <= 0x10ffff ? end + 1 : 0;
}
