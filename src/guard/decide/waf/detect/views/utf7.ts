import { isAlphanumeric } from './characters.ts';
import { Rewriting } from './rewriting.ts';

/**
 * A text with its UTF-7 read (RFC 2152): `+ADw-` is `<`. Only characters of ASCII are looked for, at least one of
 * which must need the encoding; the text itself when there is none.
 */
export function utf7Read(text: string): string {
  let out: Rewriting | null = null;
  let telling = false;
  for (let at = text.indexOf('+'); at >= 0; ) {
    const units = unitsAt(text, at + 1);
    let end = at + 1;
    if (units > 0) {
      out ??= new Rewriting(text);
      end += Math.ceil((units * 16) / 6);
      if (text.charCodeAt(end) === 45) end++;
      for (let n = 0; n < units; n++) {
        const unit = unitAt(text, at + 1, n);
        telling ||= !isAlphanumeric(unit);
        out.replace(at, n === units - 1 ? end : at, unit);
      }
    }
    at = text.indexOf('+', end);
  }
  return out === null || !telling ? text : out.text();
}

/** How many units of ASCII are written there. */
function unitsAt(text: string, from: number): number {
  let units = 0;
  while (isPrintable(unitAt(text, from, units))) units++;
  return units;
}

/** The UTF-16 unit in place `n` of the base64 that begins at `from`; -1 where there is no base64. */
function unitAt(text: string, from: number, n: number): number {
  const bit = n * 16;
  let at = from + Math.floor(bit / 6);
  let value = 0;
  let have = -(bit % 6);
  for (; have < 16; have += 6) {
    const six = sextet(text.charCodeAt(at++));
    if (six < 0) return -1;
    value = value * 64 + six;
  }
  return Math.floor(value / 2 ** (have - 16)) & 0xffff;
}

const isPrintable = (unit: number): boolean =>
  (unit >= 32 && unit < 127) || unit === 9 || unit === 10 || unit === 13;

function sextet(c: number): number {
  if (c >= 65 && c <= 90) return c - 65;
  if (c >= 97 && c <= 122) return c - 71;
  if (c >= 48 && c <= 57) return c + 4;
  return c === 43 ? 62 : c === 47 ? 63 : -1;
}
