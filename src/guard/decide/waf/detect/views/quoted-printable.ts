import { hexNumber } from './characters.ts';
import { Rewriting } from './rewriting.ts';

/** The bytes of a text in quoted-printable (RFC 2045 6.7). */
export function quotedPrintable(text: string): string {
  const out = new Rewriting(text);
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
    const byte = hexNumber(text, at + 1, 2);
    if (byte >= 0) out.replace(at, at + 3, byte);
    else if (text.charCodeAt(at + 1) === 10) out.remove(at, at + 2);
    else if (text.startsWith('\r\n', at + 1)) out.remove(at, at + 3);
  }
  return out.text();
}
