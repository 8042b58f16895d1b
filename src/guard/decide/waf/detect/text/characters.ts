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

/** The text of a string literal without its quotes, with `\x5f`, `\u005f`, `\137` and plain escapes resolved. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,5})\}|([0-7]{1,3})|([\s\S]))/g,
    (_, two, four, braced, octal, plain) => {
      const hex = two ?? four ?? braced;
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      return plain === 'n' ? '\n' : plain === 'r' ? '\r' : plain === 't' ? '\t' : (plain ?? '');
    },
  );
}
