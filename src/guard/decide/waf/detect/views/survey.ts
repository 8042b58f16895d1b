import { folds } from './folding.ts';

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
const IN_RUN = 2048;

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
] as const)
  classes[character.charCodeAt(0)]! |= bit;

/** True for the characters of base64 and base64url (RFC 4648 4 and 5), padding left out. */
export const isBase64 = (c: number): boolean => c < 128 && (classes[c]! & IN_RUN) !== 0;

/** One pass over a text; the bits above that are true of it. */
export function survey(text: string): number {
  let bits = 0;
  let run = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c > 127) {
      bits |= c < 256 ? HIGH | NOT_BASE64 | NOT_HEX : NOT_BASE64 | NOT_HEX;
      if (c > 255 && folds(c)) bits |= FOLDABLE;
      run = 0;
      continue;
    }
    const of = classes[c]!;
    bits |= of;
    if ((of & IN_RUN) === 0) run = 0;
    else if (++run === 16) bits |= LONG_RUN;
  }
  return bits;
}
