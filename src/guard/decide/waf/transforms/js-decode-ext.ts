import { Bytes } from '../texts/bytes.ts';
import { numericEscape } from '../texts/js-escapes.ts';
import { transform } from '../transform.ts';

/** Reads of JavaScript’s escapes those by number and `\\ \/ \' \"`; control letters and unknown ones stay as written. */
export default transform({
  name: 'JS_DECODE_EXT',
  about: 'Reads JavaScript’s escapes by number, and of slashes and quotes; others stay.',
  apply(text) {
    if (!text.includes('\\')) return text;
    const out = new Bytes(text.length);
    for (let i = 0; i < text.length; ) {
      const code = text.charCodeAt(i);
      const length = code === 92 ? numericEscape(text, i, out) : 0;
      if (length > 0) {
        i += length;
        continue;
      }
      const next = text.charCodeAt(i + 1);
      const plain = code === 92 && (next === 92 || next === 47 || next === 39 || next === 34);
      out.put(plain ? next : code);
      i += plain ? 2 : 1;
    }
    return out.text();
  },
});
