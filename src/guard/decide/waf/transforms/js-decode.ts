import { Bytes } from '../texts/bytes.ts';
import { controlOf } from '../texts/escapes.ts';
import { numericEscape } from '../texts/js-escapes.ts';
import { transform } from '../transform.ts';

/** Reads JavaScript’s escapes: `\uHHHH` as URL_DECODE_UNI does, `\xHH`, octal, control letters; of `\C` the C is left. */
export default transform({
  name: 'JS_DECODE',
  about: 'Reads JavaScript’s escapes.',
  apply(text) {
    if (!text.includes('\\')) return text;
    const out = new Bytes(text.length);
    for (let i = 0; i < text.length; ) {
      const code = text.charCodeAt(i);
      if (code !== 92 || i + 1 === text.length) {
        out.put(code);
        i++;
        continue;
      }
      const length = numericEscape(text, i, out);
      if (length === 0) {
        const letter = text.charCodeAt(i + 1);
        const control = controlOf(letter);
        out.put(control < 0 ? letter : control);
      }
      i += length === 0 ? 2 : length;
    }
    return out.text();
  },
});
