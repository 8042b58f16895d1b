import { HEX } from '../../../../../base/http1/characters.ts';
import type { Report } from './anomaly.ts';

// What stands at the end of a chain of escapes: `%2e` and letters nobody encodes, least of all twice.
const isPlainLetter = (c: number): boolean =>
  (c >= 48 && c <= 57) || ((c | 32) >= 97 && (c | 32) <= 122) || c === 46;
// Bytes that an overlong form of is sent for no other reason than to hide it.
const hidden: ReadonlySet<number> = new Set([0, 0x22, 0x27, 0x2e, 0x2f, 0x3b, 0x3c, 0x3e, 0x5c]);
const mostLevels = 4;
// So many letters that need no escape, escaped all the same, and more than those that are not.
const fewEscaped = 4;

/** Percent-encoding that no encoder makes, in a raw path, query or cookie (RFC 3986 2.1). */
export function checkEncoding(where: string, text: string, report: Report): void {
  if (text.indexOf('%') < 0) return;
  let escaped = 0;
  let plain = 0;
  let overlong = false;
  let high = 0;
  const twice: Twice = { addresses: null, letters: 0, marks: 0, dots: 0 };
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c !== 37) {
      if (isPlainLetter(c)) plain++;
      continue;
    }
    const byte = escapeAt(text, i);
    if (byte < 0) {
      const next = text.charCodeAt(i + 1) | 32;
      if (next === 117) i = unicode(where, text, i, report);
      // `%%32%65`: what is left when the inner ones are taken off is an escape again.
      else if (
        text.charCodeAt(i + 1) === 37 &&
        isHexDigit(escapeAt(text, i + 1)) &&
        isHexDigit(nextDigit(text, i + 4))
      ) {
        report('encoding', 64, where, 'an escape made of escapes');
        return;
      }
      continue;
    }
    if (byte === 0) report('null', 66, where, 'a null character');
    else if (byte === 37) {
      const to = chain(where, text, i, twice, report);
      if (to < 0) return;
      i = to;
      continue;
    } else if (byte >= 0x80) {
      const length = overlongAt(text, i, byte);
      if (length > 0) {
        overlong = true;
        i += 3 * length - 1;
        continue;
      }
      high++;
    } else if (isPlainLetter(byte) && byte !== 46) escaped++;
    i += 2;
  }
  // A single one may be a per cent sign that somebody typed.
  if (twice.letters > 0)
    report('encoding', twice.letters + twice.marks > 1 ? 62 : 45, where, 'letters or digits, encoded twice');
  if (twice.dots > 0) report('encoding', 60, where, 'a dot, encoded twice');
  // Beside other bytes past ASCII it is a letter of an older character set.
  if (overlong && high === 0) report('encoding', 72, where, 'an overlong form of a plain character');
  if (escaped >= fewEscaped && escaped > plain)
    report('encoding', 40, where, `${escaped} letters escaped that need not be`);
}

/** Asked once for a text, since it may hold thousands of escapes. */
function brings(twice: Twice, text: string): boolean {
  twice.addresses ??= addresses.test(text);
  return twice.addresses;
}

// A URL in a URL in a URL brings its own escapes along.
const addresses = /https?%(?:25)+3a(?:%(?:25)+2f){2}/i;

interface Twice {
  letters: number;
  /** Whether a URL brought its escapes along; null until it is asked. */
  addresses: boolean | null;
  /** Quotes and angle brackets. */
  marks: number;
  dots: number;
}

/**
 * `%25`, and what it stands for when it is decoded again. Gives the last index that is done with; -1 once it is
 * certain.
 */
function chain(where: string, text: string, at: number, twice: Twice, report: Report): number {
  let i = at + 3;
  let levels = 1;
  while (text.charCodeAt(i) === 50 && text.charCodeAt(i + 1) === 53) {
    levels++;
    i += 2;
  }
  // `%25` `2` `5` may be the end: what is left is a per cent sign.
  const value = (HEX[text.charCodeAt(i)] ?? 255) * 16 + (HEX[text.charCodeAt(i + 1)] ?? 255);
  if (value > 255) {
    const split = isHexDigit(escapeAt(text, i)) && isHexDigit(nextDigit(text, i + 3));
    if (!split) return i - 1;
    report('encoding', 64, where, 'an escape made of escapes');
    return -1;
  }
  if (value === 0) report('null', 62, where, 'a null character, encoded twice');
  else if (value === 46) twice.dots++;
  else if (isPlainLetter(value)) twice.letters++;
  else if (value === 0x22 || value === 0x27 || value === 0x3c) {
    twice.marks++;
    if (levels > 1 && !brings(twice, text))
      report('encoding', 58, where, `a quote or an angle bracket, encoded ${levels + 1} times`);
  } else if (levels >= mostLevels) report('encoding', 58, where, `something encoded ${levels + 1} times`);
  return i + 1;
}

/** The byte that `%HH` at `at` stands for; -1 when it is no escape. */
function escapeAt(text: string, at: number): number {
  if (text.charCodeAt(at) !== 37) return -1;
  const high = HEX[text.charCodeAt(at + 1)] ?? 255;
  const low = HEX[text.charCodeAt(at + 2)] ?? 255;
  return high === 255 || low === 255 ? -1 : high * 16 + low;
}

/** A digit, escaped or not. */
const nextDigit = (text: string, at: number): number =>
  text.charCodeAt(at) === 37 ? escapeAt(text, at) : text.charCodeAt(at);
const isHexDigit = (c: number): boolean => c >= 0 && (HEX[c] ?? 255) !== 255;

/** `%uHHHH` of IIS: made by `escape()` for what lies past U+00FF alone. */
function unicode(where: string, text: string, at: number, report: Report): number {
  const digits = text.slice(at + 2, at + 6);
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) return at + 1;
  const code = Number.parseInt(digits, 16);
  if (code < 0x100 || (code >= 0xff01 && code <= 0xff5e))
    report('encoding', 62, where, `%u${digits}, a plain character in another spelling`);
  return at + 5;
}

/** How many escapes an overlong form of a plain character has, when one begins with this byte; 0 otherwise. */
function overlongAt(text: string, at: number, byte: number): number {
  const length = byte === 0xc0 || byte === 0xc1 ? 2 : byte === 0xe0 ? 3 : byte === 0xf0 ? 4 : 0;
  if (length === 0) return 0;
  let code = length === 2 ? byte & 31 : 0;
  for (let n = 1; n < length; n++) {
    const next = escapeAt(text, at + 3 * n);
    // `..%c1%1c..`: to a decoder that does not look at the second byte it is a backslash amid dots.
    const loosely = length === 2 && next >= 0 && next < 0x80 && text.startsWith('..', at - 2);
    if (!loosely && (next < 0x80 || next > 0xbf)) return 0;
    code = code * 64 + (next & 63);
  }
  return hidden.has(code) ? length : 0;
}
