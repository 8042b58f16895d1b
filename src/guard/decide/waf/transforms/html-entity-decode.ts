import { Bytes } from '../texts/bytes.ts';
import { longestName, namedCode } from '../texts/entities.ts';
import { hexDigit } from '../texts/escapes.ts';
import { transform } from '../transform.ts';

/**
 * Reads HTML’s character references: `&#xhh;`, `&#nn;` and AWS WAF’s list of names, with or without the
 * semicolon. Up to 255 a code becomes one byte, beyond that the bytes of its character in UTF-8; what is no
 * reference stays.
 */
export default transform({
  name: 'HTML_ENTITY_DECODE',
  about: 'Reads HTML’s character references, by number and by name.',
  apply(text) {
    if (!text.includes('&')) return text;
    const out = new Bytes(text.length);
    for (let i = 0; i < text.length; ) {
      const code = text.charCodeAt(i);
      const taken =
        code !== 38 ? 0 : text.charCodeAt(i + 1) === 35 ? numeric(text, i, out) : name(text, i, out);
      if (taken === 0) out.put(code);
      i += taken === 0 ? 1 : taken;
    }
    return out.text();
  },
});

/** Reads the reference that begins at `from`, and says how long it is: 0 when it is none. */
function numeric(text: string, from: number, out: Bytes): number {
  const hex = (text.charCodeAt(from + 2) | 32) === 120;
  const first = from + (hex ? 3 : 2);
  let at = first;
  let code = 0;
  for (; at < text.length; at++) {
    const digit = hexDigit(text.charCodeAt(at));
    if (digit < 0 || (!hex && digit > 9)) break;
    code = Math.min(code * (hex ? 16 : 10) + digit, 0x110000);
  }
  if (at === first || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return 0;
  if (code <= 255) out.put(code);
  else for (const byte of Buffer.from(String.fromCodePoint(code))) out.put(byte);
  return after(text, at) - from;
}

function name(text: string, from: number, out: Bytes): number {
  let at = from + 1;
  while (at < text.length && at - from <= longestName + 1 && isLetter(text.charCodeAt(at))) at++;
  const code = at === from + 1 ? -1 : namedCode(text.slice(from + 1, at));
  if (code < 0) return 0;
  out.put(code);
  return after(text, at) - from;
}

const after = (text: string, at: number): number => (text.charCodeAt(at) === 59 ? at + 1 : at);
const isLetter = (code: number): boolean =>
  ((code | 32) >= 97 && (code | 32) <= 122) || (code >= 48 && code <= 57);
