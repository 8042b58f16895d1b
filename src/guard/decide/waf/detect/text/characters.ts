/** True for what languages skip between tokens: blanks, tabs, line breaks and the other controls below them. */
export const isBlank = (c: number): boolean => c <= 32 || c === 0xa0 || c === 0x2028 || c === 0x2029;
export const isDigit = (c: number): boolean => c >= 48 && c <= 57;
export const isLetter = (c: number): boolean => (c | 32) >= 97 && (c | 32) <= 122;
/** True for what a name may hold: letters, digits, `_`, and whatever stands outside ASCII. */
export const isName = (c: number): boolean =>
  ((c | 32) >= 97 && (c | 32) <= 122) || (c >= 48 && c <= 57) || c === 95 || (c > 191 && !isBlank(c));
export const isHex = (c: number): boolean => isDigit(c) || ((c | 32) >= 97 && (c | 32) <= 102);
export const isQuote = (c: number): boolean => c === 39 || c === 34;

/** Where what is not blank begins, from `at` on; the length of the text when there is nothing more. */
export function skipBlank(text: string, at: number): number {
  while (at < text.length && isBlank(text.charCodeAt(at))) at++;
  return at;
}

/** Behind the name that begins at `at`; `at` itself when none does. */
export function nameEnd(text: string, at: number): number {
  while (at < text.length && isName(text.charCodeAt(at))) at++;
  return at;
}

/** Where the name that ends before `at` begins. */
export function nameStart(text: string, at: number): number {
  const first = Math.max(0, at - longestName);
  while (at > first && isName(text.charCodeAt(at - 1))) at--;
  return at;
}

const longestName = 64;

/**
 * Behind the closing quote of the string that opens at `at`, a backslash taken as an escape; -1 when it does
 * not close before `end`.
 */
export function stringEnd(text: string, at: number, end: number): number {
  const quote = text.charCodeAt(at);
  for (let i = at + 1; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c === 92) i++;
    else if (c === quote) return i + 1;
  }
  return -1;
}

/** Behind the bracket that closes the one at `at`, strings skipped; -1 when none does within 2 048 characters. */
export function closing(text: string, at: number): number {
  const end = Math.min(text.length, at + farthest);
  let depth = 0;
  for (let i = at; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c === 40 || c === 91 || c === 123) depth++;
    else if (c === 41 || c === 93 || c === 125) {
      if (--depth === 0) return i + 1;
    } else if (isQuote(c)) {
      const after = stringEnd(text, i, end);
      if (after > 0) i = after - 1;
    }
  }
  return -1;
}

const farthest = 2048;

/** True when `text` at `at` goes on with `word` (given in lower case), in whatever case. */
export function follows(text: string, at: number, word: string): boolean {
  if (at + word.length > text.length) return false;
  for (let i = 0; i < word.length; i++) {
    const c = text.charCodeAt(at + i);
    const w = word.charCodeAt(i);
    if (c !== w && !((c | 32) === w && isLetter(c))) return false;
  }
  return true;
}

/** The text of a string literal without its quotes, with `\x5f`, `\u005f`, `\u{5f}`, `\137` and plain escapes resolved. */
export function unescaped(text: string): string {
  let at = text.indexOf('\\');
  if (at < 0) return text;
  let out = '';
  let from = 0;
  for (; at >= 0 && at + 1 < text.length; at = text.indexOf('\\', from)) {
    out += text.slice(from, at) + resolved(text, at + 1);
    from = escapeEnd;
  }
  return out + text.slice(from);
}

/** The code of what digits write in the escape whose letter stands at `at`: `\x41`, `\u0041`, `\101`; 0 where none do. */
export function escapedAt(text: string, at: number): number {
  const written = resolved(text, at);
  return escapeEnd > at + 1 ? written.charCodeAt(0) : 0;
}

// Behind the escape that was read last; beside its result, so that nothing is allocated.
let escapeEnd = 0;

/** What is written by the escape whose letter stands at `at`. */
function resolved(text: string, at: number): string {
  const c = text.charCodeAt(at);
  escapeEnd = at + 1;
  if (c === 120 || c === 117) {
    const braced = c === 117 && text.charCodeAt(at + 1) === 123;
    const digits = braced ? at + 2 : at + 1;
    const most = c === 120 ? 2 : braced ? 5 : 4;
    let end = digits;
    while (end - digits < most && isHex(text.charCodeAt(end))) end++;
    const whole = braced ? end > digits && text.charCodeAt(end) === 125 : end - digits === most;
    if (!whole) return text[at]!;
    escapeEnd = braced ? end + 1 : end;
    return String.fromCodePoint(Number.parseInt(text.slice(digits, end), 16));
  }
  if (c >= 48 && c <= 55) {
    let code = 0;
    for (let n = 0; n < 3 && isOctal(text.charCodeAt(at + n)); n++) {
      code = code * 8 + text.charCodeAt(at + n) - 48;
      escapeEnd = at + n + 1;
    }
    return String.fromCharCode(code);
  }
  return c === 110 ? '\n' : c === 114 ? '\r' : c === 116 ? '\t' : text[at]!;
}

const isOctal = (c: number): boolean => c >= 48 && c <= 55;
