import { Bytes } from '../texts/bytes.ts';
import { asciiOf, hexByte, hexDigit } from '../texts/escapes.ts';
import { isSpace } from '../texts/white-space.ts';
import { transform } from '../transform.ts';

/**
 * Reads CSS 2’s escapes: up to six hexadecimal digits, of which the last two make the byte (full-width forms become
 * ASCII), and one white space behind them goes. A backslash before anything else goes too: `ja\vascript`.
 */
export default transform({
  name: 'CSS_DECODE',
  about: 'Reads CSS 2’s escapes, and takes away the backslash before what is no digit.',
  apply(text) {
    if (!text.includes('\\')) return text;
    const out = new Bytes(text.length);
    for (let i = 0; i < text.length; ) {
      const code = text.charCodeAt(i++);
      if (code !== 92) {
        out.put(code);
        continue;
      }
      let digits = 0;
      while (digits < 6 && hexDigit(text.charCodeAt(i + digits)) >= 0) digits++;
      if (digits > 0) {
        out.put(byteOf(text, i, digits));
        i += digits;
        if (isSpace(text.charCodeAt(i))) i++;
      } else if (i < text.length) {
        // A backslash at the end of a line continues it.
        const next = text.charCodeAt(i++);
        if (next !== 10) out.put(next);
      }
    }
    return out.text();
  },
});

function byteOf(text: string, at: number, digits: number): number {
  if (digits === 1) return hexDigit(text.charCodeAt(at));
  const low = hexByte(text, at + digits - 2);
  if (digits < 4) return low;
  const zeros = '00'.startsWith(text.slice(at, at + digits - 4));
  return zeros ? asciiOf(hexByte(text, at + digits - 4), low) : low;
}
