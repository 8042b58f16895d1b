import { Bytes } from '../texts/bytes.ts';
import { transform } from '../transform.ts';

/**
 * Writes every character of UTF-8 beyond ASCII as `%uhhhh`, those beyond U+FFFF as two surrogates; bytes that are not
 * UTF-8 (RFC 3629) stay.
 */
export default transform({
  name: 'UTF8_TO_UNICODE',
  about: 'Writes every character of UTF-8 beyond ASCII as `%uhhhh`.',
  apply(text) {
    if (!/[\xc2-\xf4][\x80-\xbf]/.test(text)) return text;
    const out = new Bytes(text.length * 2);
    for (let i = 0; i < text.length; ) {
      const length = lengthAt(text, i);
      if (length === 1) out.put(text.charCodeAt(i));
      else {
        const code = codeAt(text, i, length);
        if (code <= 0xffff) unicode(code, out);
        else {
          unicode(0xd800 + ((code - 0x10000) >> 10), out);
          unicode(0xdc00 + ((code - 0x10000) & 0x3ff), out);
        }
      }
      i += length;
    }
    return out.text();
  },
});

/** Bytes of the character at `at`; 1 too for what is none. */
function lengthAt(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first < 0xc2 || first > 0xf4) return 1;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  for (let i = 1; i < length; i++) if ((text.charCodeAt(at + i) & 0xc0) !== 0x80) return 1;
  const second = text.charCodeAt(at + 1);
  const overlong = (first === 0xe0 && second < 0xa0) || (first === 0xf0 && second < 0x90);
  const surrogate = first === 0xed && second >= 0xa0;
  return overlong || surrogate || (first === 0xf4 && second >= 0x90) ? 1 : length;
}

function codeAt(text: string, at: number, length: number): number {
  let code = text.charCodeAt(at) & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) code = (code << 6) | (text.charCodeAt(at + i) & 0x3f);
  return code;
}

const digits = '0123456789abcdef';

function unicode(code: number, out: Bytes): void {
  out.put(37);
  out.put(117);
  for (let shift = 12; shift >= 0; shift -= 4) out.put(digits.charCodeAt((code >> shift) & 15));
}
