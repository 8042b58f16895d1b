import { hexNumber } from './characters.ts';
import { Rewriting } from './rewriting.ts';

/** The bytes of a text in quoted-printable (RFC 2045 6.7). */
export function quotedPrintable(text: string): string {
  const out = new Rewriting(text);
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
    const byte = hexNumber(text, at + 1, 2);
    if (byte >= 0) out.replace(at, at + 3, byte);
    else {
      // Blanks at the end of a line were added on the way.
      let end = at + 1;
      while (text.charCodeAt(end) === 32 || text.charCodeAt(end) === 9) end++;
      if (text.charCodeAt(end) === 13) end++;
      if (text.charCodeAt(end) === 10) out.remove(at, end + 1);
    }
  }
  return out.text();
}
