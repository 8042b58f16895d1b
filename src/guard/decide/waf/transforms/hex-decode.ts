import { Bytes } from '../texts/bytes.ts';
import { hexByte } from '../texts/escapes.ts';
import { transform } from '../transform.ts';

/** Makes a byte of every two digits of a text that is hexadecimal throughout; any other text stays as it is. */
export default transform({
  name: 'HEX_DECODE',
  about: 'Makes bytes of a text that is hexadecimal throughout; another one stays as it is.',
  apply(text) {
    if (text.length % 2 === 1) return text;
    const out = new Bytes(text.length >> 1);
    for (let i = 0; i < text.length; i += 2) {
      const byte = hexByte(text, i);
      if (byte < 0) return text;
      out.put(byte);
    }
    return out.text();
  },
});
