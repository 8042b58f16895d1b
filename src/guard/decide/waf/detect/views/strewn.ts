import { sextets } from './base64-digits.ts';
import { hexDigit } from './characters.ts';
import { mayBegin, Opening, opening, textOf } from './readable.ts';

/**
 * The digits alone of a text in base64 among characters that forgiving decoders skip (PHP’s base64_decode, Buffer.from of
 * Node, b64decode of Python): blanks, full stops, `=` in the middle, anything. Null where nothing is skipped, where more
 * than three in four are skipped, where there is no letter (amounts, versions, addresses), and where the first bytes say
 * that it is none. With `url`, `-` and `_` are digits; without, they are skipped too.
 */
export function strewnBase64(whole: string, url: boolean): string | null {
  const text = whole.startsWith('eyJ') ? saidOf(whole) : whole;
  if (text.length < shortest || (url && !ofUrl.test(text))) return null;
  const digits = url ? eitherAlphabet : standard;
  if (!begins(text, digits) || !skipped.test(text) || !letter.test(text)) return null;
  const bare = text.replaceAll(url ? noneOfEither : noneOfStandard, '');
  return bare.length < leastDigits || bare.length * 4 < text.length ? null : bare;
}

/**
 * The digits alone of pairs of hexadecimal digits with blanks, colons or dashes between them; null for any other text.
 */
export function spacedHex(text: string): string | null {
  if (text.length < shortest || hexDigit(text.charCodeAt(0)) < 0 || hexDigit(text.charCodeAt(1)) < 0)
    return null;
  let value = 0;
  let digits = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    const four = hexDigit(c);
    if (four >= 0) {
      value = (value << 4) | four;
      if (++digits === 6 && !mayBegin((value >> 16) & 255, (value >> 8) & 255, value & 255)) return null;
    } else if (digits % 2 === 1 || !(c === 32 || c === 58 || c === 45 || (c >= 9 && c <= 13))) return null;
  }
  return digits === text.length ? null : text.replaceAll(/[^0-9A-Fa-f]/g, '');
}

/** True for a text of which one of the two may give digits. */
export function isStrewn(text: string): boolean {
  if (text.length < shortest) return false;
  if (mayStart(text) && (strewnBase64(text, false) !== null || strewnBase64(text, true) !== null))
    return true;
  return spacedHex(text) !== null;
}

/**
 * Of a token of JOSE (RFC 7515, 7516), or of what a framework signs alike, the parts that say something. A time, a
 * signature, a key and what is encrypted are bytes of chance, which every reader takes apart from the rest: behind
 * words they would be taken for words.
 */
function saidOf(text: string): string {
  if (!token.test(text)) return text.replace(digest, '');
  const parts = text.split('.');
  if (!Buffer.from(parts[0]!, 'base64url').toString('latin1').trimEnd().endsWith('}')) return text;
  const said = parts.filter((part) => textOf(Buffer.from(part, 'base64url')) !== null);
  return said.length === parts.length ? text : said.join('.');
}
const token = /^eyJ[\w-]+(?:\.[\w-]*){2,4}$/;
const digest = /--(?:[\da-f]{40}|[\da-f]{64})$/;

/** Eight bytes say something. */
const leastDigits = 11;
const shortest = leastDigits + 1;
/** As many characters may be skipped before the first digit. */
const slack = 16;

const skipped = /[^A-Za-z0-9+/\r\n=]|=[^=\r\n]/;
const ofUrl = /[-_]/;
const letter = /[A-Za-z]/;
const noneOfStandard = /[^A-Za-z0-9+/]+/g;
const noneOfEither = /[^\w+/-]+/g;

// Neither has a `+` that was taken for a blank: blanks are skipped.
const eitherAlphabet = sextets.slice();
eitherAlphabet[32] = -1;
const standard = eitherAlphabet.slice();
standard[45] = standard[95] = -1;

/** False where the first four characters are digits of bytes that nothing begins with, as those of most words. */
function mayStart(text: string): boolean {
  let value = 0;
  for (let i = 0; i < 4; i++) {
    const c = text.charCodeAt(i);
    const six = c < 128 ? standard[c]! : -1;
    if (six < 0) return true;
    value = (value << 6) | six;
  }
  return mayBegin(value >> 16, (value >> 8) & 255, value & 255);
}

/** Whether the first bytes may be of something. Most texts end at the first three. */
function begins(text: string, digits: Int8Array): boolean {
  let bytes: Opening | null = null;
  let value = 0;
  let read = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    const six = c < 128 ? digits[c]! : -1;
    if (six < 0) {
      if (i - read > slack + 3 * read) return false;
      continue;
    }
    value = ((value << 6) | six) & 0xffffff;
    if (++read % 4 !== 0) continue;
    if (bytes === null) {
      if (!mayBegin(value >> 16, (value >> 8) & 255, value & 255)) return false;
      bytes = new Opening();
    }
    if (!bytes.put(value >> 16) || !bytes.put((value >> 8) & 255) || !bytes.put(value & 255)) return false;
    if (bytes.length >= opening) break;
  }
  return bytes !== null && bytes.kind !== null;
}
