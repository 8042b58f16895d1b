import { type Characters, hexNumber } from './characters.ts';
import { begun } from './utf8.ts';

/** Where the quote stands that ends the string which begins at `from`; the length of the text when none does. */
export function stringEnd(text: string, from: number, quote: number): number {
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === quote) return i;
    if (c === 92) i++;
  }
  return text.length;
}

/** The inside of a JSON string, its escapes undone (RFC 8259 7); what is none stays, without its backslash. */
export function jsonString(text: string, from: number, to: number): string {
  const inner = text.slice(from, to);
  const first = inner.indexOf('\\');
  if (first < 0) return inner;
  const out: Characters = begun(inner, first);
  for (let i = first; i < inner.length; i++) {
    const c = inner.charCodeAt(i);
    if (c !== 92 || i + 1 === inner.length) {
      out.put(c);
      continue;
    }
    const letter = inner.charCodeAt(++i);
    const code = letter === 117 ? hexNumber(inner, i + 1, 4) : controlOf(letter);
    out.put(code < 0 ? letter : code);
    if (letter === 117 && code >= 0) i += 4;
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
