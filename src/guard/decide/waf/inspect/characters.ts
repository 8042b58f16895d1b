import { mayBeShort } from '../detect/views/base64.ts';
import { isStrewn } from '../detect/views/strewn.ts';
import { hasLongRun, shortestRun } from '../detect/views/survey.ts';
import { isWholeRun } from '../detect/views/views.ts';

/**
 * What stands in a text, one bit for each class of characters: what a detector needs and does not see need not be
 * asked.
 */
export const SINGLE = 1;
export const DOUBLE = 1 << 1;
export const TICK = 1 << 2;
export const ANGLE = 1 << 3;
export const OPEN = 1 << 4;
export const BRACE = 1 << 5;
export const DOLLAR = 1 << 6;
export const PERCENT = 1 << 7;
export const AMPERSAND = 1 << 8;
export const SEMICOLON = 1 << 9;
export const PIPE = 1 << 10;
export const BACKSLASH = 1 << 11;
export const SLASH = 1 << 12;
export const COLON = 1 << 13;
export const EQUALS = 1 << 14;
export const PLUS = 1 << 15;
export const STAR = 1 << 16;
export const HASH = 1 << 17;
export const AT = 1 << 18;
export const BANG = 1 << 19;
export const DOT = 1 << 20;
export const BREAK = 1 << 21;
/** Control characters besides line ends and tabs. */
export const CONTROL = 1 << 22;
export const BLANK = 1 << 23;
/** From U+0080 to U+00FF. */
export const HIGH = 1 << 24;
/** From U+0100 on. */
export const WIDE = 1 << 25;
export const DASH = 1 << 26;
export const UNDERSCORE = 1 << 27;
/** `)` `]` `}` `>` */
export const CLOSE = 1 << 28;
export const BRACKET = 1 << 29;
/** `,` `?` `^` `~` */
export const OTHER = 1 << 30;
/** Sixteen characters of base64 in a row. */
export const LONG_RUN = 1 << 31;

const classes = new Int32Array(256);
for (let c = 0; c < 32; c++) classes[c] = CONTROL;
classes[127] = CONTROL;
classes.fill(HIGH, 128);
for (const [characters, bit] of [
  ["'", SINGLE],
  ['"', DOUBLE],
  ['`', TICK],
  ['<', ANGLE],
  ['(', OPEN],
  ['{', BRACE],
  ['$', DOLLAR],
  ['%', PERCENT],
  ['&', AMPERSAND],
  [';', SEMICOLON],
  ['|', PIPE],
  ['\\', BACKSLASH],
  ['/', SLASH],
  [':', COLON],
  ['=', EQUALS],
  ['+', PLUS],
  ['*', STAR],
  ['#', HASH],
  ['@', AT],
  ['!', BANG],
  ['.', DOT],
  ['\r\n', BREAK],
  [' \t', BLANK],
  ['-', DASH],
  ['_', UNDERSCORE],
  [')]}>', CLOSE],
  ['[', BRACKET],
  [',?^~', OTHER],
] as const)
  for (const c of characters) classes[c.charCodeAt(0)] = bit;

/** The classes that occur in a text; 0 for few letters and digits alone. */
export function classesOf(text: string): number {
  const { length } = text;
  let seen = 0;
  for (let i = 0; i < length; i++) {
    const c = text.charCodeAt(i);
    seen |= c > 255 ? WIDE : classes[c]!;
  }
  return length >= shortestRun && hasLongRun(text) ? seen | LONG_RUN : seen;
}

const encoded = PERCENT | AMPERSAND | BACKSLASH | PLUS | HIGH | WIDE | CONTROL | LONG_RUN;
const notBase64 = ~(PLUS | SLASH | EQUALS | DASH | UNDERSCORE | BLANK | BREAK | LONG_RUN);

/** Fewer characters are no base64 and no hexadecimal digits that say anything. */
const fewest = 6;

/** False for a text of these classes in which nothing can be encoded. */
export const mayBeEncoded = (text: string, holds: number): boolean =>
  (holds & encoded) !== 0 ||
  (text.length < fewest
    ? text.length === 4 && (holds & notBase64) === 0 && isWholeRun(text)
    : ((holds & notBase64) === 0 ? isWholeRun(text) : isStrewn(text)) ||
      text.includes('0x') ||
      text.includes('0X') ||
      ((holds & COLON) !== 0 && mayBeShort(text)));
