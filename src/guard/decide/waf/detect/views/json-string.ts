import { hexNumber } from './characters.ts';
import { Rewriting } from './rewriting.ts';
import { scriptEscape, undone } from './script-escape.ts';

/** Where the quote stands that ends the string which begins at `from`; the length of the text when none does. */
export function stringEnd(text: string, from: number, quote: number): number {
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === quote) return i;
    if (c === 92) i++;
  }
  return text.length;
}

/**
 * The inside of a JSON string, its escapes undone (RFC 8259 7), and those that JSON5 and scripts have besides: `\x27`,
 * `\u{27}`, `\047`, a line that goes on behind a backslash. What is none stays, without its backslash.
 */
export function jsonString(text: string, from: number, to: number): string {
  const inner = text.slice(from, to);
  let at = inner.indexOf('\\');
  if (at < 0) return inner;
  const out = new Rewriting(inner);
  while (at >= 0 && at + 1 < inner.length) {
    const letter = inner.charCodeAt(at + 1);
    const code = letter === 117 ? hexNumber(inner, at + 2, 4) : controlOf(letter);
    let end = at + (letter === 117 && code >= 0 ? 6 : 2);
    if (code >= 0) out.replace(at, end, code);
    else {
      const behind = scriptEscape(inner, at + 1);
      if (behind === 0) out.replace(at, end, letter);
      else if (undone.code < 0) out.remove(at, behind);
      else out.replace(at, behind, undone.code);
      if (behind > 0) end = behind;
    }
    at = inner.indexOf('\\', end);
  }
  return out.text();
}

/** What `\b \f \n \r \t` stand for; -1 for other letters. */
function controlOf(letter: number): number {
  switch (letter) {
    case 98:
      return 8;
    case 102:
      return 12;
    case 110:
      return 10;
    case 114:
      return 13;
    case 116:
      return 9;
    default:
      return -1;
  }
}
