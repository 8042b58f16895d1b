import { hexNumber } from './characters.ts';
import { begun } from './utf8.ts';

/** The bytes of a text in quoted-printable (RFC 2045 6.7). */
export function quotedPrintable(text: string): string {
  const first = text.indexOf('=');
  if (first < 0) return text;
  const out = begun(text, first);
  for (let i = first; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c !== 61) {
      out.put(c);
      continue;
    }
    const byte = hexNumber(text, i + 1, 2);
    if (byte >= 0) {
      out.put(byte);
      i += 2;
    } else if (text.charCodeAt(i + 1) === 10) i++;
    else if (text.startsWith('\r\n', i + 1)) i += 2;
    else out.put(c);
  }
  return out.text();
}
