import { Bytes } from '../texts/bytes.ts';
import { hexByte } from '../texts/escapes.ts';
import { transform } from '../transform.ts';

/** Makes a byte of every `%` with two hexadecimal digits, and a space of every `+`; what is neither stays. */
export default transform({
  name: 'URL_DECODE',
  about: 'Makes a byte of every `%HH` and a space of every `+`, once.',
  apply(text) {
    if (!text.includes('%')) return text.includes('+') ? text.replaceAll('+', ' ') : text;
    const out = new Bytes(text.length);
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      const byte = code === 37 ? hexByte(text, i + 1) : -1;
      if (byte >= 0) {
        out.put(byte);
        i += 2;
      } else out.put(code === 43 ? 32 : code);
    }
    return out.text();
  },
});
