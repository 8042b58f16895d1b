import { Bytes } from '../texts/bytes.ts';
import { controlOf, hexByte, octalDigits } from '../texts/escapes.ts';
import { transform } from '../transform.ts';

/** Reads ANSI C’s escapes: `\a \b \f \n \r \t \v \\ \? \' \" \xHH \OOO \0OOO`; what is none of them stays. */
export default transform({
  name: 'ESCAPE_SEQ_DECODE',
  about: 'Reads ANSI C’s escapes; what is none stays.',
  apply(text) {
    if (!text.includes('\\')) return text;
    const out = new Bytes(text.length);
    for (let i = 0; i < text.length; ) {
      const code = text.charCodeAt(i);
      const length = code === 92 ? read(text, i, out) : 0;
      if (length === 0) out.put(code);
      i += length === 0 ? 1 : length;
    }
    return out.text();
  },
});

/** Reads the escape at `from`, and says how long it is: 0 when it is none. */
function read(text: string, from: number, out: Bytes): number {
  const letter = text.charCodeAt(from + 1);
  const control = controlOf(letter);
  if (control >= 0) {
    out.put(control);
    return 2;
  }
  if (letter === 92 || letter === 63 || letter === 39 || letter === 34) {
    out.put(letter);
    return 2;
  }
  if (letter === 120) {
    const byte = hexByte(text, from + 2);
    if (byte < 0) return 0;
    out.put(byte);
    return 4;
  }
  const digits = octalDigits(text, from + 1, letter === 48 ? 4 : 3);
  if (digits === 0) return 0;
  out.put(Number.parseInt(text.slice(from + 1, from + 1 + digits), 8) & 255);
  return digits + 1;
}
