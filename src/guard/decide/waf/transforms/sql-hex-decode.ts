import { Bytes } from '../texts/bytes.ts';
import { hexByte } from '../texts/escapes.ts';
import { transform } from '../transform.ts';

/** Makes bytes of SQL’s hexadecimal literals, wherever they stand: `0x414243` becomes `ABC`. */
export default transform({
  name: 'SQL_HEX_DECODE',
  about: 'Makes bytes of SQL’s hexadecimal literals: `0x414243` becomes `ABC`.',
  apply(text) {
    if (!text.includes('0x') && !text.includes('0X')) return text;
    const out = new Bytes(text.length);
    for (let i = 0; i < text.length; ) {
      const code = text.charCodeAt(i);
      let byte = code === 48 && (text.charCodeAt(i + 1) | 32) === 120 ? hexByte(text, i + 2) : -1;
      if (byte < 0) {
        out.put(code);
        i++;
        continue;
      }
      for (i += 2; byte >= 0; byte = hexByte(text, i)) {
        out.put(byte);
        i += 2;
      }
    }
    return out.text();
  },
});
