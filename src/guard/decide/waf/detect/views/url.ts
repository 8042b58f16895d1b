import { hexNumber } from './characters.ts';
import { Rewriting } from './rewriting.ts';
import { utf8Read } from './utf8.ts';

/**
 * A value as an application is given it: percent-encoding undone once (RFC 3986 2.1), the bytes read as UTF-8; with
 * `plus`, a `+` is a space (application/x-www-form-urlencoded). What is no escape stays. The value itself when there
 * is nothing to undo.
 */
export function urlDecoded(value: string, plus: boolean): string {
  return decoded(value, plus, false);
}

/** The same, with `%uHHHH` too, which no standard knows but IIS and JavaScript’s `unescape` do. */
export function looselyUrlDecoded(value: string, plus: boolean): string {
  return decoded(value, plus, true);
}

function decoded(value: string, plus: boolean, unicode: boolean): string {
  let high = false;
  let out: Rewriting | null = null;
  for (let i = 0; i < value.length; i++) {
    const c = value.charCodeAt(i);
    if (c === 37) {
      const wide = unicode && (value.charCodeAt(i + 1) | 32) === 117;
      const code = wide ? hexNumber(value, i + 2, 4) : hexNumber(value, i + 1, 2);
      if (code < 0) continue;
      if (out === null && value.length > long) return decodedLong(value, i, plus, unicode);
      const last = wide ? i + 5 : i + 2;
      out ??= new Rewriting(value);
      out.replace(i, last + 1, code);
      high ||= code > 127;
      i = last;
    } else if (c === 43 && plus) {
      out ??= new Rewriting(value);
      out.replace(i, i + 1, 32);
    } else if (c > 127) {
      high = true;
    }
  }
  const text = out === null ? value : out.text();
  return high ? utf8Read(text, false) : text;
}

/** From here on a copy of every unit costs less than the pieces between the escapes. */
const long = 256;

/** The same of a long value that has no escape before `from`. */
function decodedLong(value: string, from: number, plus: boolean, unicode: boolean): string {
  const units = new Uint16Array(value.length);
  let length = 0;
  let all = 0;
  for (let i = 0; i < value.length; i++) {
    let c = value.charCodeAt(i);
    if (c === 37 && i >= from) {
      const wide = unicode && (value.charCodeAt(i + 1) | 32) === 117;
      const code = wide ? hexNumber(value, i + 2, 4) : hexNumber(value, i + 1, 2);
      if (code >= 0) {
        c = code;
        i += wide ? 5 : 2;
      }
    } else if (c === 43 && plus) c = 32;
    all |= c;
    units[length++] = c;
  }
  // Where one byte a unit is enough, all that reads the text is faster.
  const text =
    all < 256
      ? Buffer.from(units.subarray(0, length)).toString('latin1')
      : Buffer.from(units.buffer, 0, 2 * length).toString('utf16le');
  return all > 127 ? utf8Read(text, false) : text;
}
