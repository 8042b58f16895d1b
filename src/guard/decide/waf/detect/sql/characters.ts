/** Bits of what a value holds, as one walk over it finds them. */
export const SEEN = Object.freeze({
  /** Something without which no token stream can change a query. */
  SHARP: 1,
  BLANK: 2,
  SINGLE: 4,
  DOUBLE: 8,
  BACKTICK: 16,
  BACKSLASH: 32,
  /** A look-alike of a quote, or a full-width letter, that some databases fold to ASCII. */
  LOOKALIKE: 64,
  PLUS: 128,
  STAR: 256,
  /** A letter, a digit, a quote or what is none of ASCII: what operands are made of. Set of every long text. */
  OPERAND: 512,
});

const classes = new Uint16Array(128);
for (const c of '\'"`;()<>=|&+*#!^,') classes[c.charCodeAt(0)] = SEEN.SHARP;
for (let c = 0; c <= 32; c++) classes[c] = SEEN.SHARP | SEEN.BLANK;
classes[127] = SEEN.SHARP | SEEN.BLANK;
const add = (c: string, bits: number): void => {
  classes[c.charCodeAt(0)]! |= bits;
};
for (const c of `'"\`abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789`) add(c, SEEN.OPERAND);
add("'", SEEN.SINGLE);
add('"', SEEN.DOUBLE);
add('`', SEEN.BACKTICK);
add('\\', SEEN.BACKSLASH);
add('+', SEEN.PLUS);
add('*', SEEN.STAR);

/** Up to this length a loop is faster than calls into the engine's own searches. */
const short = 32;

// Single classes of characters: linear, and on text of one byte a character the second costs nothing at all.
const sharp = /[\0- \x7f'"`;()<>=|&+*#!^,\x85\xa0]/;
const wideSharp =
  /[\u02b9-\u02bc\u02c8\u1680\u2000-\u200b\u2018-\u201f\u2032\u2033\u3000\ufeff\uff01-\uff5e]/;
const blank = /[\0- \x7f\x85\xa0\u1680\u2000-\u200b\u3000\ufeff]/;

/** What kinds of character a value holds: bits of SEEN. */
export function survey(text: string): number {
  let seen = 0;
  if (text.length > short) {
    // Look-alikes are rare: only a text that has some is walked over.
    const wide = wideSharp.test(text);
    if (!wide) return sharp.test(text) ? searched(text) : 0;
  }
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 128) seen |= classes[c]!;
    else seen |= SEEN.OPERAND | (c >= 0x2000 || c < 0x300 ? wideClass(c) : 0);
  }
  return seen;
}

function searched(text: string): number {
  let seen: number = SEEN.SHARP | SEEN.OPERAND;
  if (text.includes("'")) seen |= SEEN.SINGLE;
  if (text.includes('"')) seen |= SEEN.DOUBLE;
  if (text.includes('`')) seen |= SEEN.BACKTICK;
  if (text.includes('\\')) seen |= SEEN.BACKSLASH;
  if (text.includes('+')) seen |= SEEN.PLUS;
  if (text.includes('*')) seen |= SEEN.STAR;
  if (blank.test(text)) seen |= SEEN.BLANK;
  return seen;
}

/** True for what any dialect skips between tokens. */
export const isBlank = (c: number): boolean =>
  c <= 32 || c === 127 || (c >= 0x85 && (c === 0xa0 || c === 0x85 || c === 0x3000 || isThinBlank(c)));

const isThinBlank = (c: number): boolean => (c >= 0x2000 && c <= 0x200b) || c === 0xfeff || c === 0x1680;

function wideClass(c: number): number {
  if (isBlank(c)) return SEEN.SHARP | SEEN.BLANK;
  const plain = folded(c);
  return plain === c ? 0 : SEEN.LOOKALIKE | (classes[plain] ?? 0);
}

/** The ASCII character that best-fit conversions make of a look-alike; itself when of none. */
function folded(c: number): number {
  if (c >= 0xff01 && c <= 0xff5e) return c - 0xfee0;
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x201b:
    case 0x2032:
    case 0x2b9:
    case 0x2bb:
    case 0x2bc:
    case 0x2c8:
      return 39;
    case 0x201c:
    case 0x201d:
    case 0x201f:
    case 0x2033:
    case 0x2ba:
      return 34;
    default:
      return c;
  }
}

/** The value with every look-alike as the ASCII character it is folded to; of the same length. */
export function withoutLookalikes(text: string): string {
  let plain = '';
  let done = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 128) continue;
    const to = folded(c);
    if (to === c) continue;
    plain += text.slice(done, i) + String.fromCharCode(to);
    done = i + 1;
  }
  return plain + text.slice(done);
}

/** The value with a plus sign read as a blank, as a form would have sent it; of the same length. */
export const plusAsBlank = (text: string): string => text.replaceAll('+', ' ');

/** The value without the backslashes before quotes, as an application sees it that takes them out once more. */
export const unescaped = (text: string): string => text.replaceAll("\\'", "'").replaceAll('\\"', '"');

/**
 * The value without the comments that stand inside a word: `UN/**\/ION`, for applications that take comments
 * out before they use a value. Null when there is none.
 */
export function rejoined(text: string): string | null {
  let whole = '';
  let done = 0;
  for (let at = text.indexOf('/*', 1); at >= 0; ) {
    const end = text.indexOf('*/', at + 2);
    if (end < 0) break;
    if (isLetter(text.charCodeAt(at - 1)) && isLetter(text.charCodeAt(end + 2))) {
      whole += text.slice(done, at);
      done = end + 2;
    }
    at = text.indexOf('/*', end + 2);
  }
  return done === 0 ? null : whole + text.slice(done);
}

export const isDigit = (c: number): boolean => c >= 48 && c <= 57;
export const isLetter = (c: number): boolean => (c | 32) >= 97 && (c | 32) <= 122;
/** True for what a name may hold: letters, digits, `_`, `$` and whatever stands outside ASCII. */
export const isWord = (c: number): boolean =>
  isLetter(c) || isDigit(c) || c === 95 || c === 36 || (c > 127 && !isBlank(c));
