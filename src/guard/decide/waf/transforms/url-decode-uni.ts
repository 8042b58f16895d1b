import { Bytes } from '../texts/bytes.ts';
import { hexByte, unicodeByte } from '../texts/escapes.ts';
import { transform } from '../transform.ts';

/**
 * As URL_DECODE, and makes a byte of every `%uHHHH` besides: full-width forms become ASCII, of others the low byte is
 * kept.
 */
export default transform({
  name: 'URL_DECODE_UNI',
  about: 'As URL_DECODE, and makes a byte of every `%uHHHH`, full-width forms becoming ASCII.',
  apply(text) {
    if (!text.includes('%')) return text.includes('+') ? text.replaceAll('+', ' ') : text;
    const out = new Bytes(text.length);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 37) {
        const wide = (text.charCodeAt(i + 1) | 32) === 117;
        const byte = wide ? unicodeByte(text, i + 2) : hexByte(text, i + 1);
        if (byte >= 0) {
          out.put(byte);
          i += wide ? 5 : 2;
          continue;
        }
      }
      out.put(code === 43 ? 32 : code);
    }
    return out.text();
  },
});
