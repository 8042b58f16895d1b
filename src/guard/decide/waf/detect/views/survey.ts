import { folds, isNative, isProse, mayFold } from './folding.ts';

/** What a text holds, by which it is known which encodings it may be in. */
export const PERCENT = 1;
export const AMPERSAND = 2;
export const BACKSLASH = 4;
export const PLUS = 8;
/** A character from U+0080 to U+00FF: perhaps a byte of UTF-8. */
export const HIGH = 16;
/** A character that NFKC turns into one of ASCII which languages give a meaning. */
export const FOLDABLE = 32;
export const NUL = 64;
/** Something that base64 in lines does not hold. */
export const NOT_BASE64 = 128;
/** Something that is no hexadecimal digit. */
export const NOT_HEX = 256;
/** Sixteen characters of base64 in a row. */
export const LONG_RUN = 512;
/** An `x`, as in `0x`. */
export const LETTER_X = 1024;
/** A blank, line end or `=`: where a run of base64 may begin or end within what could be one. */
export const JOINT = 2048;
const IN_RUN = 4096;
/** Fewer characters of base64 in a row say nothing. */
export const shortestRun = 16;

const classes = new Uint16Array(128);
for (let c = 0; c < 128; c++) {
  const character = String.fromCharCode(c);
  let bits = 0;
  if (/[A-Za-z0-9+/_-]/.test(character)) bits |= IN_RUN;
  else if (!/[= \r\n]/.test(character)) bits |= NOT_BASE64;
  if (!/[0-9A-Fa-f]/.test(character)) bits |= NOT_HEX;
  classes[c] = bits;
}
for (const [character, bit] of [
  ['%', PERCENT],
  ['&', AMPERSAND],
  ['\\', BACKSLASH],
  ['+', PLUS],
  ['\0', NUL],
  ['x', LETTER_X],
  ['X', LETTER_X],
  [' ', JOINT],
  ['\n', JOINT],
  ['=', JOINT],
] as const)
  classes[character.charCodeAt(0)]! |= bit;

/** True for the characters of base64 and base64url (RFC 4648 4 and 5), padding left out. */
export const isBase64 = (c: number): boolean => c < 128 && (classes[c]! & IN_RUN) !== 0;

/** The bits above that are true of a text. */
export const survey = (text: string): number => (text.length < longer ? oneByOne(text) : byNeed(text));

/** From here on searching costs less than reading. */
const longer = 40;

function oneByOne(text: string): number {
  let bits = 0;
  let run = 0;
  let prose = false;
  let native = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c > 127) {
      bits |= c < 256 ? HIGH | NOT_BASE64 | NOT_HEX : NOT_BASE64 | NOT_HEX;
      if (c > 255) {
        if (folds(c)) bits |= FOLDABLE;
        prose ||= isProse(c);
        native ||= isNative(c);
      }
      run = 0;
      continue;
    }
    const of = classes[c]!;
    bits |= of;
    if ((of & IN_RUN) === 0) run = 0;
    else if (++run === shortestRun) bits |= LONG_RUN;
  }
  if (prose && !native) bits |= FOLDABLE;
  return bits & ~IN_RUN;
}

function byNeed(text: string): number {
  let bits = 0;
  if (text.includes('%')) bits |= PERCENT;
  if (text.includes('&')) bits |= AMPERSAND;
  if (text.includes('\\')) bits |= BACKSLASH;
  if (text.includes('+')) bits |= PLUS;
  if (text.includes('\0')) bits |= NUL;
  if (text.includes('0x') || text.includes('0X')) bits |= LETTER_X;
  if (outside.test(text)) {
    if (high.test(text)) bits |= HIGH;
    if (mayFold(text)) bits |= FOLDABLE;
  }
  bits |= unlike(text);
  if ((bits & NOT_BASE64) === 0 || hasLongRun(text)) bits |= LONG_RUN;
  return bits;
}

// Single classes: linear, and at half the price of a loop.
const outside = /[^\0-\x7f]/;
const high = /[\x80-\xff]/;

/** NOT_BASE64, NOT_HEX and JOINT, looked for until the first two are known. */
function unlike(text: string): number {
  let bits = 0;
  for (let i = 0; i < text.length && (bits & both) !== both; i++) {
    const c = text.charCodeAt(i);
    bits |= c < 128 ? classes[c]! & (both | JOINT) : both;
  }
  return bits;
}

const both = NOT_BASE64 | NOT_HEX;

/** True for sixteen characters of base64 in a row. */
export const hasLongRun = (text: string): boolean => nextLongRun(text, 0) >= 0;

/**
 * Where sixteen characters of base64 in a row begin, from `from` on, which is in no run or where one begins; -1 where
 * there are none. Looks at every sixteenth, and back from it as far as a run with it may go.
 */
export function nextLongRun(text: string, from: number): number {
  while (from + shortestRun <= text.length) {
    let back = from + shortestRun - 1;
    while (back >= from && isBase64(text.charCodeAt(back))) back--;
    if (back < from) return from;
    from = back + 1;
  }
  return -1;
}
